//! `IndexedDB`. A transaction is given all its operations at once and awaited as a whole, so that nothing else can be
//! awaited inside it; writes are durable (flushed to disk) when they return.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

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

/// An open database. When the browser closes the connection (it does so on trouble with the disk, or when site data
/// are cleared) the next transaction opens it again.
#[derive(Debug, Clone)]
pub struct Database(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    version: u32,
    stores: &'static [&'static str],
    connection: RefCell<IdbDatabase>,
}

impl Database {
    /// Opens a database, making the object stores that are missing.
    ///
    /// # Errors
    /// When the browser has no storage (as in some private windows), or a newer version of the app has been here.
    pub async fn open(name: &str, version: u32, stores: &'static [&'static str]) -> Result<Self, PlatformError> {
        let connection = RefCell::new(connect(name, version, stores).await?);
        Ok(Self(Rc::new(Inner { name: name.to_owned(), version, stores, connection })))
    }

    /// Everything in an object store, by its keys.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn all(&self, store: &str) -> Result<Vec<(Vec<String>, Stored)>, PlatformError> {
        let store = self.begin(&[store], "readonly").await?.object_store(store)?;
        let (keys, values) = (settle(&store.get_all_keys()?), settle(&store.get_all()?));
        let (keys, values): (Array, Array) = (keys.await?.unchecked_into(), values.await?.unchecked_into());
        Ok(keys.iter().map(|key| words(&key)).zip(values.iter().map(Stored::read)).collect())
    }

    /// The keys of an object store alone.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn keys(&self, store: &str) -> Result<Vec<Vec<String>>, PlatformError> {
        let store = self.begin(&[store], "readonly").await?.object_store(store)?;
        let keys: Array = settle(&store.get_all_keys()?).await?.unchecked_into();
        Ok(keys.iter().map(|key| words(&key)).collect())
    }

    /// One value.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get(&self, store: &str, key: &[&str]) -> Result<Option<Stored>, PlatformError> {
        let key: Array = key.iter().map(|word| JsValue::from_str(word)).collect();
        let request = self.begin(&[store], "readonly").await?.object_store(store)?.get(&key)?;
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
        let transaction = self.begin(&stores, "readwrite").await?;
        let asked = steps.iter().try_for_each(|step| ask(&transaction, step));
        if let Err(why) = asked {
            // Left alone, it would commit the steps before this one.
            let _ = transaction.abort();
            return Err(why.into());
        }
        // Not left to when the requests have been answered: the page may be gone by then.
        commit(&transaction);
        complete(&transaction).await
    }

    /// A transaction, if need be on a new connection.
    async fn begin(&self, stores: &[&str], mode: &str) -> Result<IdbTransaction, PlatformError> {
        let begun = transaction(&self.0.connection.borrow(), stores, mode);
        match begun {
            Err(why) if is_closed(&why) => {
                let fresh = connect(&self.0.name, self.0.version, self.0.stores).await?;
                let begun = transaction(&fresh, stores, mode)?;
                self.0.connection.replace(fresh);
                Ok(begun)
            }
            begun => Ok(begun?),
        }
    }
}

async fn connect(name: &str, version: u32, stores: &'static [&'static str]) -> Result<IdbDatabase, PlatformError> {
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
    Ok(database)
}

/// A transaction with strict durability, which the bindings do not offer yet; browsers that do not know the option
/// (before Chromium 83) flush anyway.
fn transaction(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    begin.call3(database, &names, &mode.into(), &options)?.dyn_into()
}

/// Asks for the end of a transaction, which the bindings call deprecated and the standard does not. Browsers that cannot
/// be told (before Chromium 76) end it once all requests have been answered.
fn commit(transaction: &IdbTransaction) {
    let Ok(commit) = Reflect::get(transaction, &"commit".into()) else { return };
    if let Some(commit) = commit.dyn_ref::<Function>() {
        let _ = commit.call0(transaction);
    }
}

fn is_closed(why: &JsValue) -> bool {
    why.dyn_ref::<DomException>().is_some_and(|exception| exception.name() == "InvalidStateError")
}

fn ask(transaction: &IdbTransaction, step: &Step) -> Result<(), JsValue> {
    let store = transaction.object_store(step.store())?;
    match step {
        Step::Put(_, key, value) => store.put_with_key(&value.write(), &array(key))?,
        Step::Delete(_, key) => store.delete(&array(key))?,
    };
    Ok(())
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

/// The result of a request. It is listened to from now on, not from when the future is first polled: the answers of
/// two requests of one transaction may come before the second is awaited.
fn settle(request: &IdbRequest) -> impl Future<Output = Result<JsValue, PlatformError>> + use<> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let request = request.clone();
    async move {
        match JsFuture::from(promise).await {
            Ok(_) => Ok(request.result()?),
            Err(event) => Err(match request.error() {
                Ok(Some(error)) => JsValue::from(error).into(),
                _ => event.into(),
            }),
        }
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
