//! The definitions and the face are embedded: a new file under `defs/` or `web/dist/` must make a new program.

fn main() {
    println!("cargo::rerun-if-changed=defs");
    println!("cargo::rerun-if-changed=web/dist");
}
