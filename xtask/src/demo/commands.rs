//! The links and commands that the demonstration prints, and trying them out.
//!
//! In scope: their text, and what each must answer. Out of scope: starting what answers.

use std::process::Command;

use anyhow::bail;

use crate::process;

/// Something the person can do.
pub(super) struct Shown {
    title: &'static str,
    kind: Kind,
    /// What the answer must contain.
    answer: &'static str,
}

enum Kind {
    /// To be pasted into a shell.
    Command(String),
    /// To be opened in a browser.
    Link(String),
}

impl Shown {
    pub(super) fn title(&self) -> &str {
        self.title
    }

    pub(super) fn text(&self) -> &str {
        match &self.kind {
            Kind::Command(text) | Kind::Link(text) => text,
        }
    }

    /// Does exactly what the person would do, and returns what they would see.
    pub(super) fn run(&self) -> anyhow::Result<String> {
        let mut command = match &self.kind {
            Kind::Command(text) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", text]);
                shell
            }
            Kind::Link(url) => {
                let mut curl = Command::new("curl");
                curl.args(["--silent", "--show-error", "--fail", url]);
                curl
            }
        };
        // A proxy of the caller must not stand between this machine and itself.
        process::run_quiet(command.env("no_proxy", "127.0.0.1"))
    }

    /// Fails unless the answer is the one that was promised.
    pub(super) fn try_out(&self) -> anyhow::Result<()> {
        let answer = self.run()?;
        if !answer.contains(self.answer) {
            bail!("{}\n  {}\nanswered without `{}`:\n{answer}", self.title, self.text(), self.answer);
        }
        Ok(())
    }
}

/// The command that issues an attestation.
pub(super) fn create(issuer: &str, api_key: &str, template: &str) -> Shown {
    // Written by hand, so that a reader meets the members in the order of the documentation.
    let body = format!(
        r#"{{"templateId":"{template}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{{"certificationId":"CERT-001"}}}}"#
    );
    Shown {
        title: "Issue an attestation",
        kind: Kind::Command(format!(
            "curl -sS -f -X POST {issuer}/api/v1/attestations -H 'Authorization: Bearer {api_key}' -H 'Content-Type: application/json' -d '{body}'"
        )),
        answer: "\"status\":\"active\"",
    }
}

/// What can be done with an attestation that exists.
pub(super) fn about(issuer: &str, api_key: &str, id: &str, edge: &str, issuer_port: u16) -> Vec<Shown> {
    let attestation = format!("{issuer}/api/v1/attestations/{id}");
    let accept = "\"verdict\":\"accept\"";
    let command = |title, text: String, answer| Shown { title, kind: Kind::Command(text), answer };
    vec![
        command("Fetch it", format!("curl -sS -f {attestation} -H 'Authorization: Bearer {api_key}'"), "\"active\""),
        command("Fetch its bundle, as anybody", format!("curl -sS -f {attestation}/bundle"), "ProofPassBundle"),
        command("Verify it at the issuer", format!("curl -sS -f -X POST {attestation}/verify"), accept),
        command(
            "Verify the bundle as anybody's document",
            format!(
                "curl -sS -f {attestation}/bundle | curl -sS -f -X POST {issuer}/api/v1/verify -H 'Content-Type: application/json' --data-binary @-"
            ),
            accept,
        ),
        command(
            "Verify a tampered bundle: it is rejected",
            format!(
                "curl -sS -f {attestation}/bundle | sed s/CERT-001/CERT-002/ | curl -sS -f -X POST {edge}/verify -H 'Content-Type: application/json' --data-binary @-"
            ),
            "\"code\":\"signature-mismatch\"",
        ),
        command(
            "Let the edge Worker fetch and verify it",
            format!("curl -sS -f {edge}/v/127.0.0.1:{issuer_port}/{id}"),
            accept,
        ),
        Shown {
            title: "See it verified in the browser",
            kind: Kind::Link(format!("{issuer}/verify/{id}")),
            answer: "<proofpass-verifier",
        },
        Shown {
            title: "Verify a file or a text in the browser",
            kind: Kind::Link(format!("{issuer}/verify")),
            answer: "<proofpass-verifier",
        },
        Shown {
            title: "The interface's description",
            kind: Kind::Link(format!("{issuer}/openapi.json")),
            answer: "\"openapi\":",
        },
    ]
}
