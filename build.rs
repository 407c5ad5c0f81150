//! Has the linker of the web build write down what refers to what, and name the table of functions: by these
//! `scripts/split-web.sh` takes the app apart.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
        println!("cargo::rustc-link-arg-bins=--export-table");
    }
}
