//! Files that attestations rest on: their digests are signed, and verifiers hold a file against them.

use harness::{Client as _, TestIssuer};

/// Of `hello`.
const SRI: &str = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
/// The same as a multihash.
const MULTIBASE: &str = "uEiAs8k26X7CjDiboOyrFueKeGxYeXB-nQl5zBDNik4uYJA";

fn body(t: &TestIssuer, evidence: &str, format: &str) -> String {
    let more = format!(r#"{{"evidence":{evidence},"format":"{format}","#);
    t.request(t.a.public).replacen('{', &more, 1)
}

#[tokio::test]
async fn what_is_attached_is_signed_by_its_digest_and_a_file_is_held_against_it() {
    let t = TestIssuer::new().await;
    let evidence = format!(
        r#"[{{"name":"Prüfbericht.pdf","mediaType":"application/pdf","digestSRI":"{SRI}","size":5,"url":"https://lab.example/r.pdf"}},
        {{"name":"raw","mediaType":"text/csv; charset=utf-8","digestMultibase":"{MULTIBASE}"}}]"#
    );
    for format in ["vc+ld+json", "vc+jwt", "dc+sd-jwt"] {
        let issued = t.a().post("/api/v1/attestations", body(&t, &evidence, format)).await;
        assert_eq!(issued.status, 201, "{issued}");
        let path = format!("/api/v1/attestations/{}", issued.member("id"));
        let report = t.anonymous().get(&format!("{path}/verify")).await;
        assert_eq!(report.member("verdict"), "accept", "{format}: {report}");
        if format == "vc+ld+json" {
            let credential = issued.credential();
            let signed = credential.get("evidence").unwrap().to_string();
            assert_eq!(
                signed,
                format!(
                    r#"[{{"id":"https://lab.example/r.pdf","type":"Attachment","name":"Prüfbericht.pdf","mediaType":"application/pdf","digestSRI":"{SRI}","size":5}},{{"type":"Attachment","name":"raw","mediaType":"text/csv; charset=utf-8","digestMultibase":"{MULTIBASE}"}}]"#
                )
            );
            let related = credential.get("relatedResource").unwrap().to_string();
            assert_eq!(
                related,
                format!(r#"[{{"id":"https://lab.example/r.pdf","mediaType":"application/pdf","digestSRI":"{SRI}"}}]"#)
            );
            // A verifier that has the file, and one that has another.
            for (bytes, code) in [("aGVsbG8=", "resources-match"), ("aGVsbG8h", "resource-mismatch")] {
                let material = format!(
                    r#"{{"resources":[{{"url":"https://lab.example/r.pdf","bytes":"{bytes}","from":"x","at":"{}"}}]}}"#,
                    t.now()
                );
                let asked = format!(r#"{{"bundle":{credential},"material":{material}}}"#);
                let report = t.anonymous().post("/api/v1/verify", asked).await;
                assert!(report.text().contains(&format!(r#""code":"{code}""#)), "{report}");
            }
        }
    }
}

#[tokio::test]
async fn what_names_no_file_is_refused_and_nothing_is_kept() {
    let t = TestIssuer::new().await;
    let with = |member: &str| format!(r#"[{{"name":"x","mediaType":"text/plain","digestSRI":"{SRI}",{member}}}]"#);
    let digest = |name: &str, text: &str| format!(r#"[{{"name":"x","mediaType":"text/plain","{name}":"{text}"}}]"#);
    let file = format!(r#"{{"name":"x","mediaType":"text/plain","digestSRI":"{SRI}","url":"https://a.example/1"}}"#);
    for (evidence, pointer) in [
        ("{}".to_owned(), "/evidence"),
        (r#"[{"name":"x","mediaType":"text/plain"}]"#.to_owned(), "/evidence/0"),
        (r#"[{"mediaType":"text/plain"}]"#.to_owned(), "/evidence/0"),
        (digest("digestSRI", "sha1-AAAA"), "/evidence/0/digestSRI"),
        (digest("digestSRI", "sha256-AAAA"), "/evidence/0/digestSRI"),
        (digest("digestSRI", &format!("{SRI} {SRI}")), "/evidence/0/digestSRI"),
        (digest("digestMultibase", SRI), "/evidence/0/digestMultibase"),
        (digest("digestMultibase", "zQmNope"), "/evidence/0/digestMultibase"),
        (with(r#""digestMultibase":"u""#), "/evidence/0/digestMultibase"),
        (with(r#""size":-1"#), "/evidence/0/size"),
        (with(r#""size":1.5"#), "/evidence/0/size"),
        (with(r#""size":"5""#), "/evidence/0/size"),
        (with(r#""url":"http://a.example/1""#), "/evidence/0/url"),
        (with(r#""url":"file:///etc/passwd""#), "/evidence/0/url"),
        (with(r#""url":"https://a b""#), "/evidence/0/url"),
        (format!("[{file},{file}]"), "/evidence/1/url"),
        (format!("[{}]", vec![file.as_str(); 21].join(",")), "/evidence"),
        (
            with(r#""name2":1"#).replace(r#""name":"x""#, r#""name":"""#).replace(r#","name2":1"#, ""),
            "/evidence/0/name",
        ),
        (with(r#""size":1"#).replace("text/plain", "text"), "/evidence/0/mediaType"),
    ] {
        let refused = t.a().post("/api/v1/attestations", body(&t, &evidence, "vc+ld+json")).await;
        assert_eq!(refused.pointers(), [pointer], "{evidence}");
    }
    let unknown = t.a().post("/api/v1/attestations", body(&t, &with(r#""bytes":"AA""#), "vc+ld+json")).await;
    assert_eq!(unknown.problem(), "malformed-request");
    assert_eq!(t.attestations().await, 0);
}
