//! Routes that the description (OpenAPI) leaves out: what browsers ask for, and not programs.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, Route, on};
use tower::{Layer, Service};

use super::App;

/// Some of them. Each is listed as it is registered, so that none can be missing where all are gone through.
pub(super) struct Undescribed {
    pub(super) routes: Router<App>,
    pub(super) list: Vec<(Method, &'static str)>,
}

impl Undescribed {
    pub(super) fn new() -> Self {
        Self { routes: Router::new(), list: Vec::new() }
    }

    pub(super) fn get<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.add(Method::GET, MethodFilter::GET, path, handler)
    }

    pub(super) fn options<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.add(Method::OPTIONS, MethodFilter::OPTIONS, path, handler)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that registers such routes: it lists them")]
    fn add<T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.list.push((method, path));
        Self { routes: self.routes.route(path, on(filter, handler)), list: self.list }
    }

    /// Around those that there are so far.
    pub(super) fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<std::convert::Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self { routes: self.routes.layer(layer), ..self }
    }

    pub(super) fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { routes: self.routes.merge(other.routes), list: self.list }
    }
}
