package dev.slipway.testkit.registry;

import dev.slipway.image.Digest;

/** Where things are to be found, as answers tell it. */
final class Places {
  private static final String STATE = "state";

  private final RegistryRules rules;

  Places(RegistryRules rules) {
    this.rules = rules;
  }

  private String location(Request request, String path) {
    return rules.has(Feature.ABSOLUTE_LOCATIONS) ? request.uri().getScheme() + "://" + request.uri().getRawAuthority() + path : path;
  }

  Answer blob(Request request, String repository, Digest digest) {
    return withDigest(Answer.of(201), digest).withHeader("Location", location(request, "/v2/" + repository + "/blobs/" + digest));
  }

  Answer manifest(Request request, String repository, Digest digest) {
    return withDigest(Answer.of(201), digest).withHeader("Location", location(request, "/v2/" + repository + "/manifests/" + digest));
  }

  /** How far an upload has come; {@code 0-0} stands for no byte too, since the specification has no other way to say it. */
  Answer upload(Request request, UploadSession session, int status) {
    String state = rules.has(Feature.LOCATION_STATE) ? "?" + STATE + "=" + session.state() : "";
    String path = "/v2/" + session.repository() + "/blobs/uploads/" + session.id() + state;
    return Answer.of(status).withHeader("Location", location(request, path))
        .withHeader("Range", "0-" + Math.max(0, session.size() - 1))
        .withHeader("Docker-Upload-UUID", session.id());
  }

  /** A question for the state of an upload need not know it. */
  void checkState(Request request, UploadSession session) {
    boolean known = request.parameter(STATE).filter(String.valueOf(session.state())::equals).isPresent();
    if (rules.has(Feature.LOCATION_STATE) && !known && !request.method().equals("GET")) {
      throw new Refusal(ProtocolError.BLOB_UPLOAD_INVALID, "the address is not the last one that was given for this upload");
    }
  }

  Answer withDigest(Answer answer, Digest digest) {
    return rules.has(Feature.DIGEST_HEADER) ? answer.withHeader("Docker-Content-Digest", digest.toString()) : answer;
  }
}
