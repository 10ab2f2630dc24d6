//! What organisations have paid: a ledger that those who run the service keep by hand.
//!
//! In scope: writing down, correcting, looking. Out of scope: taking money, and what follows from it: a plan is given by
//! somebody (`plan`), not by an entry. An entry names who made it, and no entry is ever changed: one that corrects a payment
//! stands beside it, and a payment is never corrected to less than nothing.
//! Spec: <https://www.iso.org/iso-4217-currency-codes.html>

use proofpass::time::Timestamp;

use super::line::is_line;
use super::plan::require_superadmin;
use super::{Error, Fault, Issuer, listing};
use crate::id::{OrganizationId, PaymentId};
use crate::store::organizations;
use crate::store::payments::{self, Filter, Method, Payment};
use crate::store::sessions::SignedIn;

/// Largest amount of one entry, in the smallest unit of its currency.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

const MAX_REFERENCE: usize = 200;
const MAX_NOTE: usize = 1_000;

/// How far a clock elsewhere may be ahead: it is tomorrow there already.
const AHEAD_SECONDS: i64 = 86_400;

/// Currencies in use (ISO 4217, list one, without funds, metals and codes for testing).
const CURRENCIES: &str = "\
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC \
CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR \
ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE \
SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF \
XPF YER ZAR ZMW ZWG";

/// A payment as somebody writes it down.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Who paid.
    pub organization_id: String,
    /// In the smallest unit of the currency.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day.
    pub paid_on: String,
    /// How.
    pub method: String,
    /// What the bank or the invoice calls it.
    pub reference: Option<String>,
    /// What people say about it.
    pub note: Option<String>,
}

/// A payment with everything that corrects it.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The payment.
    pub payment: Payment,
    /// The oldest first.
    pub corrections: Vec<Payment>,
}

impl Settled {
    /// What of it is left.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.corrections.iter().fold(self.payment.amount, |net, one| net.saturating_add(one.amount))
    }
}

/// Which entries are wanted, as they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Of one organisation.
    pub organization_id: Option<String>,
    /// In one currency.
    pub currency: Option<String>,
    /// Paid on that day or later.
    pub from: Option<String>,
    /// Paid on that day or earlier.
    pub until: Option<String>,
    /// On a page.
    pub limit: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Some entries, and where the next page begins.
#[derive(Clone, Debug)]
pub struct Page {
    /// The newest first.
    pub payments: Vec<Payment>,
    /// The last of them, where there are more.
    pub next: Option<PaymentId>,
}

/// Writes a payment down.
pub async fn record(issuer: &Issuer, by: &SignedIn, new: NewPayment) -> Result<Payment, Error> {
    require_superadmin(by)?;
    let now = issuer.clock.now();
    let mut faults = Vec::new();
    let organization = new.organization_id.parse::<OrganizationId>().ok();
    if !(1..=MAX_AMOUNT).contains(&new.amount) {
        let detail = format!("must be 1 to {MAX_AMOUNT}, in the smallest unit of the currency");
        faults.push(Fault::new("/amount", detail));
    }
    faults.extend(currency_fault("/currency", &new.currency));
    match day(&new.paid_on) {
        None => faults.push(Fault::new("/paidOn", "must be a day such as 2026-11-28")),
        Some(day) if day.unix_seconds() > now.unix_seconds() + AHEAD_SECONDS => {
            faults.push(Fault::new("/paidOn", "is still to come"));
        }
        Some(_) => {}
    }
    let method = Method::parse(&new.method);
    if method.is_none() {
        let known = Method::ALL.map(Method::as_str).join(", ");
        faults.push(Fault::new("/method", format!("must be one of {known}")));
    }
    faults.extend(text_fault("/reference", new.reference.as_deref(), MAX_REFERENCE));
    faults.extend(text_fault("/note", new.note.as_deref(), MAX_NOTE));
    let known = match organization {
        Some(id) => organizations::find(&issuer.store, id).await?,
        None => None,
    };
    if known.is_none() {
        faults.push(Fault::new("/organizationId", "no such organisation"));
    }
    let (Some(organization), Some(method), true) = (known, method, faults.is_empty()) else {
        return Err(Error::Refused(faults));
    };
    let payment = Payment {
        id: PaymentId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id: organization.id,
        corrects: None,
        amount: new.amount,
        currency: new.currency,
        paid_on: new.paid_on,
        method,
        reference: new.reference,
        note: new.note,
        recorded_by: by.user_id,
        recorded_at: now,
    };
    let mut tx = issuer.store.tx_of(organization.id, "record_payment").await?;
    payments::insert(&mut tx, &payment).await?;
    tx.commit().await?;
    tell(&payment);
    Ok(payment)
}

/// Corrects a payment by `amount`, which is negative for what is taken back.
pub async fn correct(
    issuer: &Issuer,
    by: &SignedIn,
    id: PaymentId,
    (amount, note): (i64, String),
) -> Result<Payment, Error> {
    require_superadmin(by)?;
    let mut faults: Vec<Fault> = text_fault("/note", Some(&note), MAX_NOTE).into_iter().collect();
    if amount == 0 || !(-MAX_AMOUNT..=MAX_AMOUNT).contains(&amount) {
        faults.push(Fault::new("/amount", format!("must be -{MAX_AMOUNT} to {MAX_AMOUNT}, and not 0")));
    }
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let mut tx = issuer.store.tx("correct_payment").await?;
    let payment = payments::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if payment.corrects.is_some() {
        return Err(Error::refused("", "this entry is a correction: correct the payment"));
    }
    let net = payments::net(&mut tx, id).await?;
    if !(0..=MAX_AMOUNT).contains(&(net + amount)) {
        let detail = format!("{net} is left of the payment, which cannot become {}", net + amount);
        return Err(Error::refused("/amount", detail));
    }
    let correction = Payment {
        id: PaymentId::new(&*issuer.clock, &*issuer.rng)?,
        corrects: Some(id),
        amount,
        reference: None,
        note: Some(note),
        recorded_by: by.user_id,
        recorded_at: issuer.clock.now(),
        ..payment
    };
    payments::insert(&mut tx, &correction).await?;
    tx.commit().await?;
    tell(&correction);
    Ok(correction)
}

/// One payment, and what corrects it.
pub async fn find(issuer: &Issuer, by: &SignedIn, id: PaymentId) -> Result<Settled, Error> {
    require_superadmin(by)?;
    let mut all = payments::find(&issuer.store, id).await?.into_iter();
    let payment = all.next().ok_or(Error::NotFound)?;
    Ok(Settled { payment, corrections: all.collect() })
}

/// A page of entries.
pub async fn page(issuer: &Issuer, by: &SignedIn, question: Question) -> Result<Page, Error> {
    require_superadmin(by)?;
    let limit = usize::from(listing::limit(question.limit.as_deref())?);
    let organization = question.organization_id.map(|text| text.parse().map_err(|_| no_such("/organizationId")));
    let after = question
        .cursor
        .map(|text| text.parse().map_err(|_| Error::refused("/cursor", "must be the `nextCursor` of a page")));
    let (organization, after) = (organization.transpose()?, after.transpose()?);
    let mut faults: Vec<Fault> =
        question.currency.as_deref().and_then(|code| currency_fault("/currency", code)).into_iter().collect();
    for (pointer, text) in [("/from", &question.from), ("/until", &question.until)] {
        if text.as_deref().is_some_and(|text| day(text).is_none()) {
            faults.push(Fault::new(pointer, "must be a day such as 2026-11-28"));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let Question { currency, from, until, .. } = question;
    let filter = Filter { organization, currency, from, until };
    // One more than fits: whether there is another page.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut payments = payments::list(&issuer.store, &filter, after, wanted).await?;
    let more = payments.len() > limit;
    payments.truncate(limit);
    let next = payments.last().filter(|_| more).map(|last| last.id);
    Ok(Page { payments, next })
}

fn no_such(pointer: &str) -> Error {
    Error::refused(pointer, "no such organisation")
}

fn currency_fault(pointer: &str, code: &str) -> Option<Fault> {
    let known = CURRENCIES.split(' ').any(|known| known == code);
    (!known).then(|| Fault::new(pointer, "must be a currency of ISO 4217, such as EUR"))
}

fn text_fault(pointer: &str, text: Option<&str>, most: usize) -> Option<Fault> {
    let text = text?;
    let detail = format!("must be 1 to {most} characters without control characters or space at either end");
    (!is_line(text, most)).then(|| Fault::new(pointer, detail))
}

/// A day of the calendar.
fn day(text: &str) -> Option<Timestamp> {
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if shaped { Timestamp::parse(&format!("{text}T00:00:00Z")).ok() } else { None }
}

fn tell(payment: &Payment) {
    tracing::warn!(payment.id = %payment.id, organization.id = %payment.organization_id, user.id = %payment.recorded_by,
        correction = payment.corrects.is_some(), "Recorded payment `{}`", payment.id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_days_of_the_calendar() {
        for text in ["2026-11-28", "2028-02-29"] {
            assert!(day(text).is_some(), "{text}");
        }
        for text in ["", "2026-11-31", "2027-02-29", "2026-1-1", "28.11.2026", "2026-11-28T00:00:00Z", "2026-00-10"] {
            assert!(day(text).is_none(), "{text}");
        }
    }

    #[test]
    fn currencies_are_three_capitals_each_once_and_in_order() {
        let all: Vec<&str> = CURRENCIES.split(' ').collect();
        assert!(all.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        for code in ["EUR", "USD", "ARS", "JPY", "CHF"] {
            assert!(currency_fault("", code).is_none(), "{code}");
        }
        for code in ["", "eur", "EU", "EURO", "BTC", "XXX", "XTS", "DEM", "EUR USD"] {
            assert!(currency_fault("", code).is_some(), "{code}");
        }
    }
}
