//! Writes the files of `demo/` (重做演示台账).

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, bytes) in demo::files(&here.join("../../defs")) {
        fs::write(here.join("..").join(name), bytes)?;
    }
    Ok(())
}
