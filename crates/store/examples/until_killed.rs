//! Writes until it is killed: 32 callers at once, each saying what it was told is done. `tests/crash.rs` kills it.

use std::io::Write as _;

use countersign_testkit::{db, probe};

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let url = args.next().expect("the database's address as the first argument");
    let key_file = args.next().expect("the key file's text as the second argument");
    let store = db::open(&url, &key_file).await;
    let callers: Vec<_> = (0..32)
        .map(|caller| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0.. {
                    let id = format!("{}-{caller}-{number}", std::process::id());
                    let row = id.clone();
                    store
                        .write(async move |tx| probe::insert(tx, &row).await)
                        .await
                        .expect("inserted");
                    // One call, so that a line is there whole or not at all.
                    let _ = std::io::stdout().write_all(format!("done {id}\n").as_bytes());
                }
            })
        })
        .collect();
    for caller in callers {
        let _ = caller.await;
    }
}
