//! Compiled schemas, kept: compiling takes longer than everything else that issuing does.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use proofpass::digest::Digest;

use super::Error;
use super::claims::ClaimsSchema;
use crate::id::TemplateId;

/// The schemas of templates, as many as fit; the oldest go first.
#[derive(Debug, Default)]
pub(super) struct Schemas(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    schemas: HashMap<TemplateId, (Digest, Arc<ClaimsSchema>)>,
    /// In the order in which they came.
    order: VecDeque<TemplateId>,
    weight: u64,
}

impl Schemas {
    /// A thousand schemas of a usual size, or twenty of the largest: some ten megabytes.
    const MAX_WEIGHT: u64 = 100_000;

    /// The schema of a template, compiled now if it is not kept. `pointer` is where the template stands in the request.
    pub(super) fn of(&self, id: TemplateId, schema: &str, pointer: &str) -> Result<Arc<ClaimsSchema>, Error> {
        let text = Digest::of(schema.as_bytes());
        if let Some(kept) = self.with(|kept| kept.find(id, &text)) {
            return Ok(kept);
        }
        // Not under the lock; that two compile the same schema at once does no harm.
        let schema = Arc::new(ClaimsSchema::compile(schema, pointer)?);
        self.with(|kept| kept.keep(id, text, schema.clone()));
        Ok(schema)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        // A panic half-way leaves schemas that are all true; only their weight may be wrong.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    /// By what it says, too: a template has versions.
    fn find(&self, id: TemplateId, text: &Digest) -> Option<Arc<ClaimsSchema>> {
        self.schemas.get(&id).filter(|(kept, _)| kept == text).map(|(_, schema)| schema.clone())
    }

    fn keep(&mut self, id: TemplateId, text: Digest, schema: Arc<ClaimsSchema>) {
        self.forget(id);
        self.weight += schema.weight();
        self.schemas.insert(id, (text, schema));
        self.order.push_back(id);
        while self.weight > Schemas::MAX_WEIGHT {
            let Some(oldest) = self.order.front().copied() else { return };
            self.forget(oldest);
        }
    }

    fn forget(&mut self, id: TemplateId) {
        if let Some((_, schema)) = self.schemas.remove(&id) {
            self.weight -= schema.weight();
            self.order.retain(|kept| *kept != id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::rng::SystemRng;

    fn id() -> TemplateId {
        TemplateId::new(&SystemClock, &SystemRng).unwrap()
    }

    #[test]
    fn compiles_once_what_says_the_same() {
        let (schemas, one, text) = (Schemas::default(), id(), r#"{"type":"object"}"#);
        let first = schemas.of(one, text, "").unwrap();
        assert!(Arc::ptr_eq(&first, &schemas.of(one, text, "").unwrap()));
        assert!(!Arc::ptr_eq(&first, &schemas.of(id(), text, "").unwrap()));
        assert!(!Arc::ptr_eq(&first, &schemas.of(one, r#"{"type":"object","required":["a"]}"#, "").unwrap()));
        assert!(schemas.of(id(), "{}", "").is_err());
        assert_eq!(schemas.with(|kept| (kept.schemas.len(), kept.order.len(), kept.weight)), (2, 2, 4));
    }

    #[test]
    fn forgets_the_oldest_when_there_are_too_many() {
        let heavy = format!(r#"{{"type":"object","allOf":[{}true]}}"#, "true,".repeat(4_998));
        let (schemas, first) = (Schemas::default(), id());
        let compiled = schemas.of(first, &heavy, "").unwrap();
        for _ in 0..19 {
            schemas.of(id(), &heavy, "").unwrap();
        }
        assert!(Arc::ptr_eq(&compiled, &schemas.of(first, &heavy, "").unwrap()));
        schemas.of(id(), &heavy, "").unwrap();
        assert_eq!(schemas.with(|kept| (kept.schemas.len(), kept.weight)), (20, Schemas::MAX_WEIGHT));
        assert!(!Arc::ptr_eq(&compiled, &schemas.of(first, &heavy, "").unwrap()));
    }
}
