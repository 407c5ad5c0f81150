//! The device's key: ECDSA on P-256, made by the browser and never leaving it.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::PlatformError;

/// A key pair whose private half the browser does not give out. Can be stored in `IndexedDB` as it is.
#[derive(Debug, Clone)]
pub struct DeviceKey(JsValue);

impl DeviceKey {
    /// Makes a key.
    ///
    /// # Errors
    /// Where the page is neither on HTTPS nor on localhost, or the browser is too old.
    pub async fn generate() -> Result<Self, PlatformError> {
        let usages = Array::of2(&"sign".into(), &"verify".into());
        let promise = subtle()?.generate_key_with_object(&algorithm()?, false, &usages)?;
        Ok(Self(JsFuture::from(promise).await?))
    }

    /// A key as it was stored; `None` when it is something else.
    pub fn from_stored(value: JsValue) -> Option<Self> {
        let key = Self(value);
        key.half("privateKey").is_ok().then_some(key)
    }

    /// What to store.
    pub fn to_stored(&self) -> JsValue {
        self.0.clone()
    }

    /// The public half: SPKI, DER.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn public(&self) -> Result<Vec<u8>, PlatformError> {
        let promise = subtle()?.export_key("spki", &self.half("publicKey")?)?;
        Ok(Uint8Array::new(&JsFuture::from(promise).await?).to_vec())
    }

    /// A signature over SHA-256 of `bytes`, as `r ‖ s`.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, PlatformError> {
        let promise = subtle()?.sign_with_object_and_u8_array(&algorithm()?, &self.half("privateKey")?, bytes)?;
        Ok(Uint8Array::new(&JsFuture::from(promise).await?).to_vec())
    }

    fn half(&self, name: &str) -> Result<CryptoKey, PlatformError> {
        Ok(Reflect::get(&self.0, &name.into())?.dyn_into()?)
    }
}

/// Whether `signature` (`r ‖ s`) over SHA-256 of `bytes` was made by the owner of a public key (SPKI, DER).
///
/// # Errors
/// When the key is not one.
pub async fn verify(public: &[u8], bytes: &[u8], signature: &[u8]) -> Result<bool, PlatformError> {
    let subtle = subtle()?;
    let usages = Array::of1(&"verify".into());
    let spki: Object = Uint8Array::from(public).into();
    let key = subtle.import_key_with_object("spki", &spki, &algorithm()?, true, &usages)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let promise = subtle.verify_with_object_and_u8_array_and_u8_array(&algorithm()?, &key, signature, bytes)?;
    Ok(JsFuture::from(promise).await?.as_bool().unwrap_or(false))
}

fn subtle() -> Result<SubtleCrypto, PlatformError> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let subtle = crypto.map(|crypto| crypto.subtle()).filter(|subtle| !subtle.is_undefined());
    subtle.ok_or(PlatformError::Missing("WebCrypto"))
}

fn algorithm() -> Result<Object, PlatformError> {
    let algorithm = Object::new();
    for (name, value) in [("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")] {
        Reflect::set(&algorithm, &name.into(), &value.into())?;
    }
    Ok(algorithm)
}
