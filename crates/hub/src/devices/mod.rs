//! Devices as those see and manage them who answer for them; docs/hub-api.md describes the interface.

mod routes;
mod scope;

pub(crate) use routes::routes;
