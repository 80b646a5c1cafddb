package dev.slipway.testkit.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The error codes of the distribution specification ("Error Codes"), each with the status that goes with it here. */
public enum ProtocolError {
  /** The blob is not in the repository. */
  BLOB_UNKNOWN(404),
  /** The upload breaks a rule. */
  BLOB_UPLOAD_INVALID(400),
  /** There is no such upload session (any more). */
  BLOB_UPLOAD_UNKNOWN(404),
  /** The digest is malformed, or is not that of the content. */
  DIGEST_INVALID(400),
  /** The manifest names a blob or manifest that is not in the repository. */
  MANIFEST_BLOB_UNKNOWN(400),
  /** The manifest is malformed or ambiguous. */
  MANIFEST_INVALID(400),
  /** The manifest is not in the repository. */
  MANIFEST_UNKNOWN(404),
  /** The name of the repository breaks the grammar. */
  NAME_INVALID(400),
  /** There is no such repository. */
  NAME_UNKNOWN(404),
  /** The length is not the announced one. */
  SIZE_INVALID(400),
  /** Whoever asks must say who that is. */
  UNAUTHORIZED(401),
  /** Whoever asks may not do that. */
  DENIED(403),
  /** The operation is switched off or does not exist. */
  UNSUPPORTED(405),
  /** Too many requests. */
  TOOMANYREQUESTS(429);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int status;

  ProtocolError(int status) {
    this.status = status;
  }

  /** The usual status code. */
  public int status() {
    return status;
  }

  /** The answer that says so with the usual status. */
  public Answer answer(String message) {
    return answer(status, message);
  }

  /** The answer that says so with another status. */
  public Answer answer(int otherStatus, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("errors").addObject().put("code", name()).put("message", message).putNull("detail");
    return Answer.of(otherStatus, "application/json", body.toString());
  }
}
