//! Who a request comes from.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    extract::{ConnectInfo, FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::cookie;
use crate::{clock::now_ms, http::ApiError, hub::Hub, store::Device};

/// The enrolled device that a request's cookie stands for.
#[derive(Debug)]
pub(crate) struct Authenticated(pub(crate) Device);

impl FromRequestParts<Arc<Hub>> for Authenticated {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, ApiError> {
        let cookie = cookie::of(&parts.headers).ok_or(ApiError::SessionMissing)?;
        let device = hub.registry.session(cookie, now_ms()).await?.ok_or(ApiError::SessionMissing)?;
        if device.revoked { Err(ApiError::DeviceRevoked) } else { Ok(Self(device)) }
    }
}

/// The JSON of an attempt to come in, counted by the address that it comes from.
pub(super) struct Attempt<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Arc<Hub>> for Attempt<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, hub: &Arc<Hub>) -> Result<Self, ApiError> {
        let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        if from.is_some_and(|address| !hub.limiter.attempt(address, now_ms())) {
            return Err(ApiError::TooManyAttempts { retry_after: 60 });
        }
        let Json(value) = Json::from_request(request, hub).await.map_err(|_| ApiError::BadRequest)?;
        Ok(Self(value))
    }
}
