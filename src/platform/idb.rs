//! IndexedDB. A transaction is given all its operations at once and awaited as a whole, so that nothing else can be
//! awaited inside it; writes are durable (flushed to disk) when they return.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::PlatformError;

/// What stands under a key.
#[derive(Debug, Clone)]
pub enum Stored {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Words.
    Text(String),
    /// A browser object, such as a key that cannot be exported.
    Object(JsValue),
}

impl Stored {
    fn read(value: JsValue) -> Self {
        if let Some(text) = value.as_string() {
            return Self::Text(text);
        }
        match value.dyn_ref::<Uint8Array>() {
            Some(bytes) => Self::Bytes(bytes.to_vec()),
            None => Self::Object(value),
        }
    }

    fn write(&self) -> JsValue {
        match self {
            Self::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
            Self::Text(text) => text.into(),
            Self::Object(object) => object.clone(),
        }
    }
}

/// One step of a writing transaction. A key is a list of words.
#[derive(Debug, Clone)]
pub enum Step {
    /// Writes a value, whatever stood there.
    Put(&'static str, Vec<String>, Stored),
    /// Removes a value, if there is one.
    Delete(&'static str, Vec<String>),
}

impl Step {
    fn store(&self) -> &'static str {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) => store,
        }
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Database(IdbDatabase);

impl Database {
    /// Opens a database, making the object stores that are missing.
    ///
    /// # Errors
    /// When the browser has no storage (as in some private windows), or another tab holds an older version open.
    pub async fn open(name: &str, version: u32, stores: &'static [&'static str]) -> Result<Self, PlatformError> {
        let factory = web_sys::window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or(PlatformError::Missing("IndexedDB"))?;
        let request = factory.open_with_u32(name, version)?;
        let opening = request.clone();
        let upgrade = Closure::once_into_js(move || make_stores(&opening, stores));
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let database: IdbDatabase = settle(&request).await?.unchecked_into();
        // A newer version in another tab must not wait for this one.
        let closing = database.clone();
        let close = Closure::<dyn Fn()>::new(move || closing.close());
        database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
        close.forget();
        Ok(Self(database))
    }

    /// Everything in an object store, by its keys.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn all(&self, store: &str) -> Result<Vec<(Vec<String>, Stored)>, PlatformError> {
        let store = self.0.transaction_with_str(store)?.object_store(store)?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let keys: Array = settle(&keys).await?.unchecked_into();
        let values: Array = settle(&values).await?.unchecked_into();
        Ok(keys.iter().map(|key| words(&key)).zip(values.iter().map(Stored::read)).collect())
    }

    /// One value.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get(&self, store: &str, key: &[&str]) -> Result<Option<Stored>, PlatformError> {
        let key: Array = key.iter().map(|word| JsValue::from_str(word)).collect();
        let request = self.0.transaction_with_str(store)?.object_store(store)?.get(&key)?;
        let value = settle(&request).await?;
        Ok((!value.is_undefined()).then(|| Stored::read(value)))
    }

    /// Carries out all steps or none; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`PlatformError::Full`] when there is no room; nothing was written then.
    pub async fn write(&self, steps: &[Step]) -> Result<(), PlatformError> {
        let mut stores: Vec<&str> = steps.iter().map(Step::store).collect();
        stores.sort_unstable();
        stores.dedup();
        if stores.is_empty() {
            return Ok(());
        }
        let transaction = self.strict_transaction(&stores)?;
        for step in steps {
            let store: IdbObjectStore = transaction.object_store(step.store())?;
            match step {
                Step::Put(_, key, value) => store.put_with_key(&value.write(), &array(key))?,
                Step::Delete(_, key) => store.delete(&array(key))?,
            };
        }
        complete(&transaction).await
    }

    /// A writing transaction with strict durability, which the bindings do not offer yet; browsers that do not know
    /// the option (before Chromium 83) flush anyway.
    fn strict_transaction(&self, stores: &[&str]) -> Result<IdbTransaction, PlatformError> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let begin: Function = Reflect::get(&self.0, &"transaction".into())?.dyn_into()?;
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let transaction = begin.call3(&self.0, &names, &"readwrite".into(), &options)?;
        Ok(transaction.dyn_into()?)
    }
}

fn make_stores(request: &IdbOpenDbRequest, stores: &[&str]) {
    let Some(database) = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) else {
        return;
    };
    let there = database.object_store_names();
    for name in stores {
        if !there.contains(name) {
            // What fails here fails the opening, which is awaited.
            let _ = database.create_object_store(name);
        }
    }
}

fn array(key: &[String]) -> JsValue {
    key.iter().map(|word| JsValue::from_str(word)).collect::<Array>().into()
}

fn words(key: &JsValue) -> Vec<String> {
    match key.dyn_ref::<Array>() {
        Some(key) => key.iter().filter_map(|word| word.as_string()).collect(),
        None => Vec::new(),
    }
}

/// The result of a request.
async fn settle(request: &IdbRequest) -> Result<JsValue, PlatformError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(request.result()?),
        Err(event) => Err(match request.error() {
            Ok(Some(error)) => JsValue::from(error).into(),
            _ => event.into(),
        }),
    }
}

/// Waits until a transaction is on the disk.
async fn complete(transaction: &IdbTransaction) -> Result<(), PlatformError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(event) => Err(transaction.error().map_or_else(|| event.into(), |error| JsValue::from(error).into())),
    }
}
