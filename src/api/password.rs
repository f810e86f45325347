//! Passwords, tokens and one-time codes (口令、令牌、动态口令).

use std::fmt::Write as _;
use std::sync::LazyLock;

use anyhow::{Context as _, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::svg;
use tokio::sync::{Semaphore, SemaphorePermit};
use totp_rs::{Builder, Secret, Totp};

/// Passwords are hashed one at a time: each takes 46 MB for a moment, and nobody may exhaust the machine by trying.
static TURN: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// Shortest password.
const LENGTH_MIN: usize = 10;
const LENGTH_MAX: usize = 128;

/// What too many people use.
const COMMON: [&str; 12] = [
    "password", "qwerty", "12345678", "11111111", "88888888", "abcd1234", "admin123", "asdfghjk",
    "1q2w3e4r", "iloveyou", "yangshan", "jiaotong",
];

/// Argon2id with 46 MiB, one pass, one lane: of the OWASP minimums of 2023, which are of one strength, the one whose memory
/// goes back to the system at once. The GNU C library does so above 32 MiB; of 19 MiB it kept six times as much.
fn argon() -> Argon2<'static> {
    let params = Params::new(46 * 1024, 1, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The turn to hash. Whoever reads an account in it, and writes down what came of the attempt before it is over, counts every
/// attempt before the next one is tried.
pub(crate) struct Turn {
    _permit: SemaphorePermit<'static>,
}

/// Waits for the turn to hash; who came first has it first.
pub(crate) async fn turn() -> anyhow::Result<Turn> {
    Ok(Turn { _permit: TURN.acquire().await.context("the turn is never closed")? })
}

/// Hashes a password; slow on purpose.
pub(crate) async fn hash(password: &str) -> anyhow::Result<String> {
    let (turn, password) = (turn().await?, password.to_owned());
    let hashed = tokio::task::spawn_blocking(move || hashed(&password));
    let hashed = hashed.await.context("the hashing ended early")?;
    drop(turn);
    hashed
}

fn hashed(password: &str) -> anyhow::Result<String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|it| anyhow!("no random numbers: {it}"))?;
    let hashed = argon().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hashed.map_err(|it| anyhow!("cannot hash: {it}"))?.to_string())
}

impl Turn {
    /// Whether a password is the one that was hashed. Against no hash it takes as long and is never right.
    pub(crate) async fn verify(
        &self,
        password: String,
        kept: Option<String>,
    ) -> anyhow::Result<bool> {
        let right = tokio::task::spawn_blocking(move || match kept {
            Some(kept) => matches_hash(&password, &kept),
            None => {
                let _ = hashed(&password); // An unknown login must not be told by the time it takes.
                false
            }
        });
        right.await.context("the check ended early")
    }
}

fn matches_hash(password: &str, hashed: &str) -> bool {
    PasswordHash::new(hashed)
        .is_ok_and(|it| argon().verify_password(password.as_bytes(), &it).is_ok())
}

/// What is wrong with a new password; `None` when it will do.
pub(crate) fn weakness(password: &str, login: &str, name: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < LENGTH_MIN {
        return Some("密码至少 10 位");
    }
    if length > LENGTH_MAX {
        return Some("密码不超过 128 位");
    }
    let kinds = [
        password.chars().any(|it| it.is_ascii_lowercase()),
        password.chars().any(|it| it.is_ascii_uppercase()),
        password.chars().any(|it| it.is_ascii_digit()),
        password.chars().any(|it| !it.is_ascii_alphanumeric()),
    ];
    if kinds.iter().filter(|it| **it).count() < 2 {
        return Some("密码要有大写、小写、数字、符号中的至少两种");
    }
    let small = password.to_lowercase();
    let has = |word: &str| !word.is_empty() && small.contains(&word.to_lowercase());
    if has(login) || has(name) {
        return Some("密码里不要有登录名或姓名");
    }
    if COMMON.iter().any(|it| small.contains(it)) {
        return Some("密码太常见，容易被猜到");
    }
    let different = {
        let mut marks: Vec<char> = small.chars().collect();
        marks.sort_unstable();
        marks.dedup();
        marks.len()
    };
    (different < 5).then_some("密码里重复的字符太多")
}

/// A random token, 64 hexadecimal digits.
pub(crate) fn token() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|it| anyhow!("no random numbers: {it}"))?;
    let mut text = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// A password to be used once: letters and digits that cannot be taken for each other.
pub(crate) fn one_time() -> anyhow::Result<String> {
    const MARKS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 14];
    getrandom::fill(&mut bytes).map_err(|it| anyhow!("no random numbers: {it}"))?;
    let marks: String =
        bytes.iter().map(|it| char::from(MARKS[usize::from(*it) % MARKS.len()])).collect();
    Ok(format!("{}-{}-{}", &marks[..5], &marks[5..9], &marks[9..]))
}

/// The second factor of an account: six digits, a new one every half minute (RFC 6238).
fn totp(secret: &str, login: &str, bureau: &str) -> anyhow::Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|it| anyhow!("bad secret: {it}"))?;
    let built = Builder::new()
        .with_secret(secret)
        .with_account_name(login)
        .with_issuer(Some(bureau.replace(':', "")))
        .build();
    built.map_err(|it| anyhow!("no second factor: {it}"))
}

/// A new secret for the second factor, base32.
pub(crate) fn second_secret() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|it| anyhow!("no random numbers: {it}"))?;
    Ok(Secret::from(bytes).to_base32())
}

/// The address that an authenticator reads, and the same as a picture (SVG).
pub(crate) fn second_picture(
    secret: &str,
    login: &str,
    bureau: &str,
) -> anyhow::Result<(String, String)> {
    let uri = totp(secret, login, bureau)?.to_url().map_err(|it| anyhow!("no address: {it}"))?;
    let code = QrCode::new(uri.as_bytes()).map_err(|it| anyhow!("no picture: {it}"))?;
    Ok((uri, code.render::<svg::Color<'_>>().min_dimensions(200, 200).build()))
}

/// The step that a code belongs to; `None` when it is wrong. The caller lets every step open once.
pub(crate) fn second_step(secret: &str, code: &str, at: Timestamp) -> Option<u64> {
    let seconds = u64::try_from(at.as_second()).ok()?;
    totp(secret, "x", "x").ok()?.check(code.trim(), seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_must_be_long_and_mixed() {
        let check = |password: &str, wanted: Option<&str>| {
            assert_eq!(weakness(password, "limin", "李敏"), wanted, "{password}");
        };
        check("short1", Some("密码至少 10 位"));
        check("alllowercase", Some("密码要有大写、小写、数字、符号中的至少两种"));
        check("limin-2026-x", Some("密码里不要有登录名或姓名"));
        check("xx李敏的密码2026", Some("密码里不要有登录名或姓名"));
        let named = weakness("ma-ying-2026x", "mying", "Ma-Ying");
        assert_eq!(named, Some("密码里不要有登录名或姓名"), "however it is written");
        check("Password-99", Some("密码太常见，容易被猜到"));
        check("a1a1a1a1a1a1", Some("密码里重复的字符太多"));
        check("青莲镇渡口2026年", None);
        check("river-stone-42", None);
    }

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let hashed = hash("river-stone-42").await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
        let turn = turn().await.unwrap();
        assert!(turn.verify("river-stone-42".to_owned(), Some(hashed.clone())).await.unwrap());
        assert!(!turn.verify("river-stone-43".to_owned(), Some(hashed)).await.unwrap());
        assert!(!turn.verify("river-stone-42".to_owned(), None).await.unwrap());
    }

    /// RFC 6238, appendix B: the secret `12345678901234567890`, SHA-1, at 59 s; the last six of eight digits.
    #[test]
    fn a_code_is_that_of_the_standard() {
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        let at = Timestamp::from_second(59).unwrap();
        assert_eq!(second_step(&secret, "287082", at), Some(1));
        assert_eq!(second_step(&secret, "287083", at), None);
        assert_eq!(second_step(&secret, "", at), None);
    }
}
