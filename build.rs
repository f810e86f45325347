//! The definitions are embedded: a new file under `defs/` must make a new program.

fn main() {
    println!("cargo::rerun-if-changed=defs");
}
