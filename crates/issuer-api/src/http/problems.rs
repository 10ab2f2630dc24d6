//! What a problem type means: the page behind each `type` URL.

use axum::response::Html;
use proofpass::problem::ProblemType;

use super::Problem;
use super::path::Part;

/// What a problem type means
#[utoipa::path(get, path = "/problems/{slug}", operation_id = "explainProblem", tag = "service",
    params(("slug" = String, Path, description = "The last segment of a problem's `type`")),
    responses(
        (status = 200, description = "A page for people", body = String, content_type = "text/html"),
        (status = 404, description = "No such problem type", body = super::problem::Body, content_type = "application/problem+json"),
    ))]
pub(super) async fn explain(Part(slug): Part<String>) -> Result<Html<String>, Problem> {
    let found = ProblemType::ALL.into_iter().find(|kind| kind.slug() == slug).ok_or(ProblemType::NotFound)?;
    // Everything here is ours and free of markup; escaping keeps it so when somebody writes `<` into a description.
    let (slug, title, description) = (found.slug(), escape(found.title()), escape(found.description()));
    Ok(Html(format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<h1>{title}</h1>\n<p><code>{slug}</code>, HTTP status {}</p>\n<p>{description}</p>\n</html>\n",
        found.status()
    )))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
