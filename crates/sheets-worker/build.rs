//! Bounds the worker's memory: a table that needs more ends the worker, and not the tablet.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // 768 MiB, in bytes.
        println!("cargo:rustc-link-arg-bins=--max-memory=805306368");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
