package dev.tidemark.event;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without an allocation, by one digest per thread. */
final class Sha256 {
  static final int BYTES = 32;

  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::create);

  private Sha256() {}

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes the hash of the first bytes of an array into another, or the same behind them. */
  static void hash(byte[] bytes, int length, byte[] out, int at) {
    MessageDigest digest = DIGEST.get();
    digest.update(bytes, 0, length);
    try {
      digest.digest(out, at, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a hash", e);
    }
  }
}
