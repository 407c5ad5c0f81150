//! Files on the disk: `files/<first two digits>/<hash>` when they are whole, `files/parts/<organisation>-<hash>.part`
//! until then.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sha2::{Digest as _, Sha256};
use taizhang_ledger::{
    OrgId,
    record::{FileHash, Media},
};

use super::HEAD;
use crate::http::ApiError;

/// How many bytes are read at once.
const CHUNK: usize = 64 << 10;

/// The folder of the files. All work is done on threads that may block.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    root: PathBuf,
}

impl Disk {
    pub(super) fn new(data: &Path) -> Self {
        Self { root: data.join("files") }
    }

    pub(super) fn whole(&self, hash: FileHash) -> PathBuf {
        let name = hash.to_string();
        let folder: String = name.chars().take(2).collect();
        self.root.join(folder).join(name)
    }

    fn parts(&self) -> PathBuf {
        self.root.join("parts")
    }

    fn part(&self, org: &OrgId, hash: FileHash) -> PathBuf {
        self.parts().join(format!("{org}-{hash}.part"))
    }

    pub(super) async fn held(&self, org: &OrgId, hash: FileHash) -> Result<u64, ApiError> {
        let part = self.part(org, hash);
        blocking(move || match fs::metadata(part) {
            Ok(found) => Ok(found.len()),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(0),
            Err(why) => Err(why.into()),
        })
        .await
    }

    pub(super) async fn under_way(&self, org: &OrgId) -> Result<usize, ApiError> {
        let (parts, prefix) = (self.parts(), format!("{org}-"));
        blocking(move || {
            let names = listed(&parts)?.into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
            Ok(names.filter(|name| name.starts_with(&prefix)).count())
        })
        .await
    }

    /// Whether a whole file is there and is what its name says.
    pub(super) async fn is_sound(&self, hash: FileHash) -> Result<bool, ApiError> {
        let whole = self.whole(hash);
        blocking(move || match digest(&whole) {
            Ok((found, _, _)) => Ok(found == hash),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(false),
            Err(why) => Err(why.into()),
        })
        .await
    }

    pub(super) async fn read(&self, hash: FileHash) -> Result<Option<Vec<u8>>, ApiError> {
        let whole = self.whole(hash);
        blocking(move || match fs::read(whole) {
            Ok(bytes) => Ok((FileHash(Sha256::digest(&bytes).into()) == hash).then_some(bytes)),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why.into()),
        })
        .await
    }

    /// Puts bytes at the end of a part. A write that fails leaves what stood before.
    pub(super) async fn append(&self, org: &OrgId, hash: FileHash, bytes: Vec<u8>) -> Result<(), ApiError> {
        let (parts, part) = (self.parts(), self.part(org, hash));
        blocking(move || {
            fs::create_dir_all(parts)?;
            let mut file = OpenOptions::new().append(true).create(true).open(part)?;
            let before = file.metadata()?.len();
            if let Err(why) = file.write_all(&bytes) {
                file.set_len(before)?;
                return Err(why.into());
            }
            Ok(())
        })
        .await
    }

    /// What a part that is complete is.
    ///
    /// # Errors
    /// When it is not what its name says, or none of the kinds that are taken.
    pub(super) async fn check(&self, org: &OrgId, hash: FileHash) -> Result<Media, ApiError> {
        let part = self.part(org, hash);
        blocking(move || {
            let (found, head, length) = digest(&part)?;
            if found != hash {
                return Err(ApiError::FileDamaged.into());
            }
            let media = Media::of(&head).ok_or(ApiError::FileType)?;
            if length > media.max_bytes() { Err(ApiError::FileTooLarge.into()) } else { Ok(media) }
        })
        .await
    }

    /// Makes a part a whole file; it is on the disk when this returns.
    pub(super) async fn place(&self, org: &OrgId, hash: FileHash) -> Result<(), ApiError> {
        let (part, whole) = (self.part(org, hash), self.whole(hash));
        blocking(move || {
            let folder = whole.parent().map(Path::to_path_buf).unwrap_or_default();
            fs::create_dir_all(&folder)?;
            File::open(&part)?.sync_all()?;
            fs::rename(&part, &whole)?;
            File::open(&folder)?.sync_all()?;
            if let Some(root) = folder.parent() {
                File::open(root)?.sync_all()?;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn drop_part(&self, org: &OrgId, hash: FileHash) -> Result<(), ApiError> {
        let part = self.part(org, hash);
        blocking(move || removed(&part)).await
    }

    /// Removes parts that nobody has added to for `age`.
    pub(super) async fn drop_old_parts(&self, age: Duration) -> Result<usize, ApiError> {
        let parts = self.parts();
        blocking(move || {
            let limit = SystemTime::now().checked_sub(age).unwrap_or(SystemTime::UNIX_EPOCH);
            let mut count = 0;
            for path in listed(&parts)? {
                if fs::metadata(&path)?.modified()? < limit {
                    removed(&path)?;
                    count += 1;
                }
            }
            Ok(count)
        })
        .await
    }

    pub(super) async fn drop_whole(&self, hash: FileHash) -> Result<(), ApiError> {
        let whole = self.whole(hash);
        blocking(move || removed(&whole)).await
    }
}

/// The hash of a file, how it begins, and how long it is.
pub(super) fn digest(path: &Path) -> io::Result<(FileHash, Vec<u8>, u64)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut head, mut length) = (Sha256::new(), Vec::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = file.read(&mut chunk)?;
        let Some(read) = chunk.get(..count).filter(|read| !read.is_empty()) else { break };
        head.extend(read.iter().take(HEAD.saturating_sub(head.len())));
        hasher.update(read);
        length += read.len() as u64;
    }
    Ok((FileHash(hasher.finalize().into()), head, length))
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(why) => Err(why.into()),
    }
}

fn removed(path: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(why.into()),
        _ => Ok(()),
    }
}

/// What the disk says, or what is wrong with a file.
enum Trouble {
    Io(io::Error),
    Refused(ApiError),
}

impl From<io::Error> for Trouble {
    fn from(why: io::Error) -> Self {
        Self::Io(why)
    }
}

impl From<ApiError> for Trouble {
    fn from(why: ApiError) -> Self {
        Self::Refused(why)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.unwrap_or_else(|why| Err(Trouble::Io(io::Error::other(why))));
    done.map_err(|trouble| match trouble {
        Trouble::Refused(why) => why,
        Trouble::Io(why) => {
            tracing::error!(%why, "the disk failed a file");
            match why.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ApiError::DiskFull,
                _ => ApiError::StoreUnavailable,
            }
        }
    })
}
