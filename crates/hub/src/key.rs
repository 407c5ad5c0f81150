//! Keys: the hub's own, which signs receipts, and those of devices, which are verified. ECDSA on P-256.

use p256::{
    ecdsa::{
        Signature as Ecdsa, SigningKey, VerifyingKey,
        signature::{Signer as _, Verifier as _},
    },
    pkcs8::{DecodePublicKey as _, EncodePublicKey as _},
};
use taizhang_ledger::DeviceId;
use taizhang_sync::{HubId, receipt::Signature};

/// A key that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a P-256 key")]
pub struct BadKey;

/// Random bytes from the operating system.
///
/// # Errors
/// When it has none, which ends whatever needed them.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random epoch: not zero, and below 2^32. A hub draws one a restore, so that a number twice is out of the question; a
/// short one is sent with every document's place, and half as long there as one of 64 bits.
///
/// # Errors
/// When there are no random numbers.
pub fn new_epoch() -> Result<u64, getrandom::Error> {
    Ok(u64::from(u32::from_be_bytes(random()?)).max(1))
}

/// The hub's key.
pub struct HubKey {
    key: SigningKey,
    public: Vec<u8>,
}

impl std::fmt::Debug for HubKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HubKey").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl HubKey {
    /// The key with this secret scalar.
    ///
    /// # Errors
    /// [`BadKey`] for zero, for what is not below the curve's order (one in 2^32 random numbers), and for another
    /// length.
    pub fn from_secret(secret: &[u8]) -> Result<Self, BadKey> {
        let key = SigningKey::from_slice(secret).map_err(|_| BadKey)?;
        let public = key.verifying_key().to_public_key_der().map_err(|_| BadKey)?.into_vec();
        Ok(Self { key, public })
    }

    /// Its public half: SPKI, DER.
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// The hub's id, told from its key as a device's is.
    pub fn id(&self) -> HubId {
        HubId(DeviceId::of_key(&self.public).0)
    }

    /// Signs bytes.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        let signature: Ecdsa = self.key.sign(bytes);
        Signature(signature.to_bytes().into())
    }

    /// Whether this key has signed these bytes.
    pub fn signed(&self, bytes: &[u8], signature: &Signature) -> bool {
        let verifies = |signature| self.key.verifying_key().verify(bytes, &signature).is_ok();
        Ecdsa::from_slice(&signature.0).is_ok_and(verifies)
    }
}

/// A device's public key.
#[derive(Debug, Clone)]
pub struct DeviceKey {
    key: VerifyingKey,
    spki: Vec<u8>,
}

impl DeviceKey {
    /// Reads SPKI in DER. There is one encoding for each key, so one id for each device.
    ///
    /// # Errors
    /// [`BadKey`] for anything else.
    pub fn from_spki(spki: &[u8]) -> Result<Self, BadKey> {
        let key = VerifyingKey::from_public_key_der(spki).map_err(|_| BadKey)?;
        let canonical = key.to_public_key_der().map_err(|_| BadKey)?;
        if canonical.as_bytes() != spki {
            return Err(BadKey);
        }
        Ok(Self { key, spki: spki.to_vec() })
    }

    /// The device's id.
    pub fn device(&self) -> DeviceId {
        DeviceId::of_key(&self.spki)
    }

    /// The key as SPKI, DER.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Whether `signature` (`r ‖ s`) is this key's over `message`.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Ecdsa::from_slice(signature).is_ok_and(|signature| self.key.verify(message, &signature).is_ok())
    }
}
