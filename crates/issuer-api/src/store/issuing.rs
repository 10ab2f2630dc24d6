//! What issuing needs to know, of many tables, in one look: who issues, from what, with which key, and where there is
//! room in the status lists.

use proofpass::status::Purpose;
use proofpass::time::Timestamp;

use super::columns::instant;
use super::issuer_keys::IssuerKey;
use super::organizations::Organization;
use super::plans::{self, Plan};
use super::status_lists::OpenList;
use super::templates::Visibility;
use super::{Error, Inconsistent, Store};
use crate::id::{OrganizationId, TemplateId};

/// What is asked about.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who is to issue.
    pub organization_id: OrganizationId,
    /// From what.
    pub template_id: TemplateId,
    /// Places of status lists that would do.
    pub places: Vec<i32>,
}

/// What is so, as of one moment.
#[derive(Debug)]
pub struct Grounds {
    /// Who issues.
    pub organization: Organization,
    /// Who may fetch what is issued; `None` where the organisation has no row for the template.
    pub visibility: Option<Visibility>,
    /// What the template says, where a version is published.
    pub version: Option<Published>,
    /// The key that signs, where there is one.
    pub key: Option<IssuerKey>,
    /// Their plan.
    pub plan: Plan,
    /// How many attestations they issued in the month.
    pub used: i64,
    /// The lists that take entries for what that key signs, and which of the places are free there.
    pub lists: Vec<OpenList>,
}

/// As much of a published version as issuing needs.
#[derive(Clone, Debug)]
pub struct Published {
    /// Which.
    pub number: u32,
    /// The credential's own type.
    pub credential_type: String,
    /// JSON Schema 2020-12 of the claims, as text.
    pub claims_schema: String,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
    /// Its claims in order, with labels and handling: JSON, as `issue::display` reads it.
    pub claims: String,
}

/// An answer to each question; `None` where there is no such organisation.
pub async fn grounds(store: &Store, questions: &[Question], month: Timestamp) -> Result<Vec<Option<Grounds>>, Error> {
    let places = |(at, question): (usize, &Question)| {
        let at = i64::try_from(at + 1).unwrap_or(i64::MAX);
        question.places.iter().map(move |place| (at, *place)).collect::<Vec<_>>()
    };
    let (of, places): (Vec<i64>, Vec<i32>) = questions.iter().enumerate().flat_map(places).unzip();
    let rows = sqlx::query!(
        r#"-- issuing::grounds
        select q.at as "at!", o.organization_id as "organization_id!", o.name as "name!", o.plan as "plan!", coalesce(u.used, 0) as "used!",
            t.visibility as "visibility?",
            v.version as "version?", v.credential_type as "credential_type?", v.claims_schema as "claims_schema?",
            v.validity_days as "validity_days?", v.claims as "claims?",
            k.issuer_key_id as "issuer_key_id?", k.did as "did?", k.verification_method as "verification_method?",
            k.sealed_private_key as "sealed_private_key?",
            r.status_list_id as "revocation?", r.free as "revocation_free?",
            s.status_list_id as "suspension?", s.free as "suspension_free?"
        from unnest($1::uuid[], $2::uuid[]) with ordinality q (organization_id, template_id, at)
        join organizations o on o.organization_id = q.organization_id
        left join usage_counts u on u.organization_id = q.organization_id and u.metric = 'attestations' and u.began_at = $5
        left join templates t on t.organization_id = q.organization_id and t.template_id = q.template_id
        left join template_versions v on v.template_id = t.template_id and v.state = 'published'
        left join issuer_keys k on k.organization_id = q.organization_id and k.active
        left join lateral (
            select l.status_list_id, array(
                select p.place from unnest($3::bigint[], $4::integer[]) p (at, place)
                where p.at = q.at and not exists (select from status_entries e
                    where e.status_list_id = l.status_list_id and e.list_index = p.place)) as free
            from status_lists l
            where l.organization_id = q.organization_id and l.issuer_did = k.did and l.purpose = 'revocation' and l.open
        ) r on true
        left join lateral (
            select l.status_list_id, array(
                select p.place from unnest($3::bigint[], $4::integer[]) p (at, place)
                where p.at = q.at and not exists (select from status_entries e
                    where e.status_list_id = l.status_list_id and e.list_index = p.place)) as free
            from status_lists l
            where l.organization_id = q.organization_id and l.issuer_did = k.did and l.purpose = 'suspension' and l.open
        ) s on true"#,
        &questions.iter().map(|question| question.organization_id.0).collect::<Vec<_>>(),
        &questions.iter().map(|question| question.template_id.0).collect::<Vec<_>>(),
        &of,
        &places,
        instant(month),
    )
    .fetch_all(&store.pool)
    .await?;
    let mut answers: Vec<Option<Grounds>> = questions.iter().map(|_| None).collect();
    for row in rows {
        let at = usize::try_from(row.at).unwrap_or_default().wrapping_sub(1);
        let (Some(question), Some(answer)) = (questions.get(at), answers.get_mut(at)) else { continue };
        let template = question.template_id;
        let visibility = row
            .visibility
            .map(|text| Visibility::parse(&text).ok_or_else(|| Inconsistent::new("templates", "visibility", template)));
        let of_version = |column| Inconsistent::new("template_versions", column, template);
        let version = match (row.version, row.credential_type, row.claims_schema, row.claims) {
            (Some(number), Some(credential_type), Some(claims_schema), Some(claims)) => Some(Published {
                claims,
                number: u32::try_from(number).map_err(|_| of_version("version"))?,
                credential_type,
                claims_schema,
                validity_days: row
                    .validity_days
                    .map(|days| u16::try_from(days).map_err(|_| of_version("validity_days")))
                    .transpose()?,
            }),
            _ => None,
        };
        let organization_id = row.organization_id;
        let key = match (row.issuer_key_id, row.did, row.verification_method, row.sealed_private_key) {
            (Some(id), Some(did), Some(method), Some(sealed)) => {
                Some(IssuerKey::of(id, organization_id, did, method, sealed))
            }
            _ => None,
        };
        let lists = [
            (row.revocation, row.revocation_free, Purpose::Revocation),
            (row.suspension, row.suspension_free, Purpose::Suspension),
        ];
        let lists =
            lists.into_iter().filter_map(|(id, free, purpose)| Some(OpenList { id: id?, purpose, free: free? }));
        *answer = Some(Grounds {
            organization: Organization { id: organization_id, name: row.name },
            plan: plans::plan(&row.plan, organization_id)?,
            used: row.used,
            visibility: visibility.transpose()?,
            version,
            key,
            lists: lists.collect(),
        });
    }
    Ok(answers)
}
