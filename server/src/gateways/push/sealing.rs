//! Sealing a message so that only the browser reads it: RFC 8291 over RFC 8188.
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes128Gcm, Nonce};
use app::notifications::push::gateway::Subscription;
use domain::clock::Entropy;
use hkdf::Hkdf;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::{PublicKey, SecretKey, ecdh};
use sha2::Sha256;

const SALT_BYTES: usize = 16;
const KEY_BYTES: usize = 32;
/// One record, as large as a push service has to take.
const RECORD_BYTES: u32 = 4_096;
/// Ends the last record (RFC 8188, section 2).
const LAST_RECORD: u8 = 2;
/// Keys that are drawn until one is one: all but one in four thousand million are.
const DRAWS_MAX: usize = 4;

/// The body of the message; nothing when the browser's keys are none, or the text does not fit one record.
pub(super) fn sealed(to: &Subscription, text: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
    let mut salt = [0_u8; SALT_BYTES];
    entropy.fill(&mut salt);
    let ours = (0..DRAWS_MAX).find_map(|_| {
        let mut bytes = [0_u8; KEY_BYTES];
        entropy.fill(&mut bytes);
        SecretKey::from_slice(&bytes).ok()
    })?;
    sealed_with(to, text, &ours, salt)
}

/// The same with a key and a salt that are known, for the test vector.
pub(super) fn sealed_with(
    to: &Subscription,
    text: &[u8],
    ours: &SecretKey,
    salt: [u8; SALT_BYTES],
) -> Option<Vec<u8>> {
    let theirs = PublicKey::from_sec1_bytes(&to.p256dh).ok()?;
    let our_public = ours.public_key().to_encoded_point(false);
    let shared = ecdh::diffie_hellman(ours.to_nonzero_scalar(), theirs.as_affine());
    let info = [b"WebPush: info\0".as_slice(), &to.p256dh, our_public.as_bytes()].concat();
    let secret: [u8; 32] = derived(&to.auth, shared.raw_secret_bytes(), &info)?;
    let key: [u8; 16] = derived(&salt, &secret, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = derived(&salt, &secret, b"Content-Encoding: nonce\0")?;
    let record = [text, &[LAST_RECORD]].concat();
    let ciphertext = Aes128Gcm::new(&key.into()).encrypt(&Nonce::from(nonce), record.as_slice()).ok()?;
    if ciphertext.len() > usize::try_from(RECORD_BYTES).ok()? {
        return None;
    }
    let id_length = [u8::try_from(our_public.as_bytes().len()).ok()?];
    Some([&salt[..], &RECORD_BYTES.to_be_bytes(), &id_length, our_public.as_bytes(), &ciphertext].concat())
}

fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[u8]) -> Option<[u8; N]> {
    let mut key = [0_u8; N];
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut key).ok()?;
    Some(key)
}
