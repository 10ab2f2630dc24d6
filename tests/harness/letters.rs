//! Letters that a service has written, read as whoever gets them would read them.

use proofpass_issuer::issue::Parts;
use proofpass_issuer::store::mails::{self, Letter};

use crate::TestIssuer;

/// What is in the outbox, taken out: nobody else sends it.
#[derive(Debug)]
pub struct LetterBox(Vec<(String, Letter)>);

impl TestIssuer {
    /// An issuer that sends letters.
    pub async fn with_mail() -> Self {
        Self::with(|parts| Parts { mail: true, ..parts }, None).await
    }

    /// Takes every letter that is due, as a carrier does.
    pub async fn letters(&self) -> LetterBox {
        let mut letters = Vec::new();
        while let Some(mail) = mails::claim(&self.issuer.store, self.now(), self.now().plus_seconds(180)).await.unwrap()
        {
            let letter = mail.letter.open(&self.issuer.sealer, mail.id).unwrap();
            let claim = (mail.id, mail.attempt);
            let sent = mails::settle(&self.issuer.store, claim, mails::Settled::Sent, None, self.now()).await;
            assert!(sent.unwrap(), "nobody else sends it");
            letters.push((mail.kind, letter));
        }
        LetterBox(letters)
    }

    /// The token in the only letter that there is, which is of this kind and goes to this address.
    pub async fn letter_token(&self, kind: &str, to: &str) -> String {
        let letters = self.letters().await;
        assert_eq!(letters.kinds(), [(kind, to)]);
        letters.tokens().remove(0)
    }
}

impl LetterBox {
    /// What each is for, and where it goes.
    #[must_use]
    pub fn kinds(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(kind, letter)| (&**kind, &*letter.to)).collect()
    }

    /// The letters.
    #[must_use]
    pub fn letters(&self) -> Vec<&Letter> {
        self.0.iter().map(|(_, letter)| letter).collect()
    }

    /// What each link carries behind its `#`.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        let token = |(_, letter): &(String, Letter)| {
            let link = letter.text.lines().find(|line| line.contains("/account/")).unwrap();
            link.split_once('#').unwrap_or_else(|| panic!("no token: {link}")).1.to_owned()
        };
        self.0.iter().map(token).collect()
    }
}
