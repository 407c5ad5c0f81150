//! Requests that other sites make a browser send are refused: the cookie's SameSite does most of it, this the rest.

use axum::{
    extract::Request,
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::answer::Refusal;
use crate::text;

/// Lets a request through if it changes nothing, or comes from this origin. Programs that are no browser send no
/// `Origin`, and have no cookie that another site could borrow.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let value_of = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let upgrade = headers.contains_key(header::UPGRADE);
    if request.method() == Method::GET && !upgrade {
        return next.run(request).await;
    }
    let foreign = value_of(header::ORIGIN).is_some_and(|origin| {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        Some(host) != value_of(header::HOST)
    });
    if foreign {
        return Refusal::new(StatusCode::FORBIDDEN, "foreign_origin", text::FOREIGN_ORIGIN).into_response();
    }
    next.run(request).await
}
