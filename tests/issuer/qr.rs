//! QR codes: read from our pictures by readers of others, and the whole credential in one of them.

use std::io::Cursor;

use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use proofpass::compact;
use proofpass::digest::Digest;
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};

use crate::package::Package;

const GS1: &str = "https://id.gs1.org/01/09506000134352";

/// What stands in the code of a PNG, and how many pixels the picture has, by libraries of others.
#[track_caller]
fn scanned(answer: &Answer) -> (String, u32) {
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/png"), "{answer}");
    let mut decoder = png::Decoder::new(Cursor::new(answer.body.to_vec()));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((frame.color_type, frame.width), (png::ColorType::Grayscale, frame.height));
    let side = usize::try_from(frame.width).unwrap();
    assert!(pixels[..side].iter().all(|grey| *grey == 255), "a margin");
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
    let grids = picture.detect_grids();
    let [grid] = &grids[..] else { panic!("{} codes", grids.len()) };
    (grid.decode().unwrap().1, frame.width)
}

async fn passport(t: &TestIssuer, product: &str, visibility: &str) -> String {
    let body = format!(r#"{{"productId":"{product}","name":"Espresso cup","visibility":"{visibility}"}}"#);
    t.a().post("/api/v1/passports", body).await.member("id")
}

#[tokio::test]
async fn a_code_leads_to_the_page() {
    let package = Package::new("qr");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    let (id, issued) = t.issue(t.a.public).await;
    let qr = format!("/api/v1/attestations/{id}/qr");
    assert!(issued.text().contains(&format!(r#""qr":"http://issuer.test{qr}""#)), "{issued}");
    let answer = t.anonymous().get(&qr).await;
    assert_eq!(scanned(&answer), (format!("http://issuer.test/verify/{id}"), 512));
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "pages elsewhere may show it");
    // The same picture, known by its tag.
    let again = Request::get(&qr).header("if-none-match", answer.header("etag"));
    assert_eq!(t.anonymous().send(again, "").await.status, 304);
    for (asked, said, side) in [
        ("content=url&size=100", format!("http://issuer.test/verify/{id}"), 100),
        ("content=page&ecc=H&size=2048", format!("http://issuer.test/verify/{id}"), 2048),
        ("content=deeplink&ecc=Q", format!("proofpass://verify/{id}?service=http%3A%2F%2Fissuer.test"), 512),
    ] {
        assert_eq!(scanned(&t.anonymous().get(&format!("{qr}?{asked}")).await), (said, side), "{asked}");
    }
    let passport_id = passport(&t, "PROD-1", "public").await;
    let qr = format!("/api/v1/passports/{passport_id}/qr");
    assert_eq!(scanned(&t.anonymous().get(&qr).await).0, format!("http://issuer.test/passport/{passport_id}"));
    let deep = scanned(&t.anonymous().get(&format!("{qr}?content=deeplink")).await).0;
    assert_eq!(deep, format!("proofpass://passport/{passport_id}?service=http%3A%2F%2Fissuer.test"));
    // A product with a GS1 Digital Link has that on its label; the page has a code as well.
    let passport_id = passport(&t, GS1, "public").await;
    let qr = format!("/api/v1/passports/{passport_id}/qr");
    assert_eq!(scanned(&t.anonymous().get(&qr).await).0, GS1);
    let page = scanned(&t.anonymous().get(&format!("{qr}?content=page")).await).0;
    assert_eq!(page, format!("http://issuer.test/passport/{passport_id}"));
}

#[tokio::test]
async fn a_code_carries_the_whole_credential() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let passport_id = passport(&t, GS1, "public").await;
    let verdict = |bytes: &[u8]| verify_bytes(bytes, &Material::default(), &Policy::default(), t.now()).verdict();
    for (kind, id, own) in [
        ("attestations", id.to_string(), format!("/api/v1/attestations/{id}/credential")),
        ("passports", passport_id.clone(), format!("/api/v1/passports/{passport_id}/versions/1")),
    ] {
        let answer = t.anonymous().get(&format!("/api/v1/{kind}/{id}/qr?content=offline&size=1024")).await;
        let (text, _) = scanned(&answer);
        assert!(text.starts_with("PP1:"), "{text}");
        println!("{kind}: {} characters", text.len());
        let credential = compact::expand(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(&credential), t.anonymous().get(&own).await.text(), "byte for byte");
        // Whether it was withdrawn, a code cannot know.
        let expected = if kind == "attestations" { Verdict::Undecided } else { Verdict::Accept };
        assert_eq!(verdict(&credential), expected);
        let changed = String::from_utf8(credential).unwrap().replace("Acme GmbH", "Acme Inc.");
        assert_eq!(verdict(changed.as_bytes()), Verdict::Reject);
    }
}

#[tokio::test]
async fn tokens_are_carried_too() {
    let t = TestIssuer::new().await;
    for format in ["vc+jwt", "dc+sd-jwt"] {
        let request = t.request(t.a.public).replacen('{', &format!(r#"{{"format":"{format}","#), 1);
        let id = t.a().post("/api/v1/attestations", request).await.member("id");
        let (text, _) =
            scanned(&t.anonymous().get(&format!("/api/v1/attestations/{id}/qr?content=offline&size=2048")).await);
        let credential = t.anonymous().get(&format!("/api/v1/attestations/{id}/credential")).await;
        println!("{format}: {} characters", text.len());
        assert_eq!(compact::expand(text.as_bytes()).unwrap(), credential.body, "{format}");
    }
}

#[tokio::test]
async fn what_is_not_for_everybody_has_codes_for_its_organisation_only() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let passport_id = passport(&t, "PROD-1", "private").await;
    for qr in [format!("/api/v1/attestations/{id}/qr"), format!("/api/v1/passports/{passport_id}/qr")] {
        for content in ["url", "deeplink", "offline", "page"] {
            let path = format!("{qr}?content={content}&size=1024");
            assert_eq!(t.anonymous().get(&path).await.problem(), "not-found", "{path}");
            assert_eq!(t.b().get(&path).await.problem(), "not-found", "{path}");
            let own = t.a().get(&path).await;
            if content == "offline" {
                assert!(scanned(&own).0.starts_with("PP1:"));
                assert_eq!((own.header("cache-control"), own.header("etag")), ("no-store", ""));
            } else {
                assert_eq!(own.problem(), "invalid-request", "an address would lead nobody there: {path}");
            }
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_is_said_and_not_cut() {
    let t = TestIssuer::new().await;
    // Nothing that a compressor could make smaller.
    let noise: String = (0..200_u8).map(|at| Digest::of(&[at]).to_string()).collect();
    let claims = format!(r#"{{"certificationId":"{noise}"}}"#);
    let request = t.request(t.a.public).replace(r#"{"certificationId":"CERT-001"}"#, &claims);
    let id = t.a().post("/api/v1/attestations", request).await.member("id");
    let qr = format!("/api/v1/attestations/{id}/qr");
    let refused = t.anonymous().get(&format!("{qr}?content=offline")).await;
    assert_eq!(refused.problem(), "invalid-request");
    assert!(refused.text().contains("does not fit into a QR code"), "{refused}");
    assert!(refused.text().contains("a code holds 4296"), "{refused}");
    // Without a page, its address is that of the bundle.
    let bundle = format!("http://issuer.test/api/v1/attestations/{id}/bundle");
    assert_eq!(scanned(&t.anonymous().get(&qr).await).0, bundle);
    assert_eq!(t.anonymous().get(&format!("{qr}?content=page")).await.problem(), "invalid-request");
    // One that fits where little may be lost of it, and not where much may.
    let (id, _) = t.issue(t.a.public).await;
    let qr = format!("/api/v1/attestations/{id}/qr?content=offline");
    assert_eq!(
        t.anonymous().get(&format!("{qr}&size=64")).await.problem(),
        "invalid-request",
        "less than a pixel each"
    );
    assert_eq!(t.anonymous().get(&format!("{qr}&size=64&format=svg")).await.status, 200);
}

#[tokio::test]
async fn a_vector_picture_has_nothing_in_it_but_the_code() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let answer = t.anonymous().get(&format!("/api/v1/attestations/{id}/qr?format=svg&size=300")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/svg+xml"));
    let tags: Vec<&str> = answer.text().split('<').skip(1).map(|rest| rest.split([' ', '>']).next().unwrap()).collect();
    assert_eq!(tags, ["svg", "path", "path", "/svg"]);
    assert!(answer.text().contains(r#"width="300" height="300""#));
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test]
async fn a_slip_in_the_address_is_no_default() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let passport_id = passport(&t, "PROD-1", "public").await;
    for qr in [format!("/api/v1/attestations/{id}/qr"), format!("/api/v1/passports/{passport_id}/qr")] {
        for asked in [
            "content=vc",
            "content=",
            "content=URL",
            "format=gif",
            "format=",
            "format=%ff",
            "size=0",
            "size=31",
            "size=2049",
            "size=-1",
            "size=%2B64",
            "size=64.0",
            "size=1e2",
            "size=",
            "size=99999999999999999999",
            "ecc=l",
            "ecc=X",
            "ecc=",
        ] {
            assert_eq!(t.anonymous().get(&format!("{qr}?{asked}")).await.problem(), "invalid-request", "{asked}");
        }
        for asked in ["colour=red", "size=64&size=65", "Size=64"] {
            assert_eq!(t.anonymous().get(&format!("{qr}?{asked}")).await.problem(), "malformed-request", "{asked}");
        }
    }
    for nobody in ["/api/v1/attestations/x/qr", "/api/v1/passports/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/qr"] {
        assert_eq!(t.anonymous().get(nobody).await.problem(), "not-found", "{nobody}");
    }
}
