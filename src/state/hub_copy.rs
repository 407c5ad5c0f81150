//! What the hub computes from all that it holds, and the last copy of it on this device.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use taizhang_ledger::{Board, OrgId, Timestamp, indicator::Report};

use super::Identity;
use crate::{
    enrolment,
    platform::{
        PlatformError, clock,
        http::{self, Tagged},
    },
    store::Store,
};

/// Where copies are kept, and who asks for them.
#[derive(Clone, Copy)]
pub struct HubCopies(StoredValue<(Store, Identity), LocalStorage>);

impl HubCopies {
    /// Those of one post.
    pub fn new(store: Store, identity: Identity) -> Self {
        Self(StoredValue::new_local((store, identity)))
    }

    /// The board of the post.
    pub fn board(self) -> HubCopy<Board> {
        let org = self.0.with_value(|(_, identity)| identity.org.to_string());
        HubCopy::new(self, "/api/board".to_owned(), org)
    }

    /// The indicators of an organisation.
    pub fn figures(self, org: &OrgId) -> HubCopy<Report> {
        HubCopy::new(self, format!("/api/figures/{org}"), format!("figures/{org}"))
    }
}

/// A value from the hub, with the hub's tag for it.
#[derive(Debug, Clone)]
struct Kept<T> {
    tag: String,
    value: Arc<T>,
    /// When it was right.
    at: Timestamp,
}

/// Something as the hub computed it last.
pub struct HubCopy<T: Send + Sync + 'static> {
    kept: RwSignal<Option<Kept<T>>>,
    /// Whether the hub is being asked.
    pub asking: RwSignal<bool>,
    /// Why the last question had no answer.
    pub failed: RwSignal<Option<PlatformError>>,
    copies: HubCopies,
    /// Where it is asked for, and where its copy is kept.
    place: StoredValue<(String, String)>,
}

impl<T: Send + Sync + 'static> Clone for HubCopy<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for HubCopy<T> {}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> HubCopy<T> {
    /// Nothing yet; [`ask`](Self::ask) opens the last copy first.
    fn new(copies: HubCopies, path: String, key: String) -> Self {
        Self {
            kept: RwSignal::new(None),
            asking: RwSignal::new(false),
            failed: RwSignal::new(None),
            copies,
            place: StoredValue::new((path, key)),
        }
    }

    /// The last one, and when it was right.
    pub fn last(self) -> Option<(Arc<T>, Timestamp)> {
        self.kept.with(|kept| kept.as_ref().map(|kept| (Arc::clone(&kept.value), kept.at)))
    }

    /// Asks the hub whether there is a newer one, unless it is being asked.
    pub fn ask(self) {
        if self.asking.get_untracked() {
            return;
        }
        self.asking.set(true);
        let ((store, identity), (path, key)) = (self.copies.0.get_value(), self.place.get_value());
        // The page that asked may be gone when the answer comes.
        spawn_local(async move {
            let mut kept = self.kept.try_get_untracked().flatten();
            if kept.is_none()
                && let Ok(Some(((tag, value), at))) = store.computed::<(String, T)>(&key).await
            {
                kept = Some(Kept { tag, value: Arc::new(value), at: Timestamp(at) });
                self.kept.try_set(kept.clone());
            }
            match fetch(&store, &identity, &path, kept.as_ref().map(|kept| kept.tag.as_str())).await {
                Ok(answer) => {
                    let at = clock::now_ms();
                    let fresh = answer.map(|Tagged { value, tag }| (tag, value));
                    // A copy that finds no room is on the screen all the same.
                    let _ = store.put_computed(&key, fresh.as_ref(), at).await;
                    let at = Timestamp(at);
                    let now = match (fresh, kept) {
                        (Some((tag, value)), _) => Some(Kept { tag, value: Arc::new(value), at }),
                        (None, kept) => kept.map(|kept| Kept { at, ..kept }),
                    };
                    self.kept.try_set(now);
                    self.failed.try_set(None);
                }
                Err(why) => drop(self.failed.try_set(Some(why))),
            }
            self.asking.try_set(false);
        });
    }
}

async fn fetch<T: DeserializeOwned>(
    store: &Store,
    identity: &Identity,
    path: &str,
    tag: Option<&str>,
) -> Result<Option<Tagged<T>>, PlatformError> {
    match http::get_unless(path, tag).await {
        Err(PlatformError::Refused { status: 401, .. }) => {
            enrolment::ensure_session(store, identity).await?;
            http::get_unless(path, tag).await
        }
        answer => answer,
    }
}
