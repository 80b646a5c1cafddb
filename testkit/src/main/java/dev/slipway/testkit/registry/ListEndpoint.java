package dev.slipway.testkit.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.ByteSource;
import com.google.common.net.UrlEscapers;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Lists (distribution specification, "Content Discovery"), and the catalog that Docker's registry has besides. */
final class ListEndpoint {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LAST = "last";

  private final RegistryRules rules;
  private final RegistryContent content;

  ListEndpoint(RegistryRules rules, RegistryContent content) {
    this.rules = rules;
    this.content = content;
  }

  /** Some of a list, and how to ask for more. */
  private record Page(ImmutableList<String> entries, Optional<String> link) {
    Answer on(Answer answer) {
      return link.isPresent() ? answer.withHeader("Link", link.get()) : answer;
    }
  }

  Answer version(Request request) {
    requireRead(request);
    return Answer.of(200, "application/json", "{}").withHeader("Docker-Distribution-API-Version", "registry/2.0");
  }

  Answer catalog(Request request) {
    requireRead(request);
    Page page = page(request, content.repositories(), "");
    ObjectNode body = JSON.createObjectNode();
    page.entries().forEach(body.putArray("repositories")::add);
    return page.on(Answer.of(200, "application/json", body.toString()));
  }

  Answer tags(Request request, Route.Tags route) {
    requireRead(request);
    if (!content.has(route.repository())) {
      throw new Refusal(ProtocolError.NAME_UNKNOWN, "there is no repository '" + route.repository() + "'");
    }
    Page page = page(request, content.tags(route.repository()).keySet(), "");
    ObjectNode body = JSON.createObjectNode().put("name", route.repository());
    page.entries().forEach(body.putArray("tags")::add);
    return page.on(Answer.of(200, "application/json", body.toString()));
  }

  Answer referrers(Request request, Route.Referrers route) {
    requireRead(request);
    if (!rules.has(Feature.REFERRERS)) {
      throw new Refusal(ProtocolError.UNSUPPORTED.answer(404, "referrers are not listed here"));
    }
    Digest subject = Digests.parse(route.digest());
    // a plus sign that nobody escaped reads as a space, which no media type has
    Optional<String> filter = request.parameter("artifactType").map(type -> type.replace(' ', '+'));
    ImmutableList<Descriptor> all = content.manifests(route.repository()).stream()
        .flatMap(manifest -> Referrer.of(manifest, subject).stream())
        .filter(referrer -> filter.isEmpty() || referrer.artifactType().map(MediaType::text).equals(filter))
        .collect(ImmutableList.toImmutableList());
    Page page = page(request, all.stream().map(referrer -> referrer.digest().toString()).toList(),
        filter.map(type -> "artifactType=" + UrlEscapers.urlFormParameterEscaper().escape(type) + "&").orElse(""));
    byte[] index = Index.of(all.stream().filter(referrer -> page.entries().contains(referrer.digest().toString())).toList()).bytes();
    Answer answer = page.on(Answer.of(200).withBody(MediaType.OCI_INDEX.text(), ByteSource.wrap(index)));
    return filter.isPresent() ? answer.withHeader("OCI-Filters-Applied", "artifactType") : answer;
  }

  private static void requireRead(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw RegistryBackend.methodNotAllowed(request);
    }
  }

  private Page page(Request request, Collection<String> unsorted, String parameters) {
    ImmutableSortedSet<String> all = ImmutableSortedSet.copyOf(Comparator.naturalOrder(), unsorted);
    Optional<Integer> asked = request.parameter("n").map(ListEndpoint::number);
    int limit = rules.pageSize() > 0 ? Math.min(rules.pageSize(), asked.orElse(rules.pageSize())) : asked.orElse(all.size());
    ImmutableList<String> rest = request.parameter(LAST).map(last -> all.tailSet(last, false)).orElse(all).asList();
    ImmutableList<String> entries = rest.subList(0, Math.min(limit, rest.size()));
    if (entries.isEmpty() || entries.size() == rest.size()) {
      return new Page(entries, Optional.empty());
    }
    String next = request.path() + "?" + parameters + "n=" + limit + "&" + LAST + "="
        + UrlEscapers.urlFormParameterEscaper().escape(entries.getLast());
    return new Page(entries, Optional.of("<" + next + ">; rel=\"next\""));
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > 9 || !CharMatcher.inRange('0', '9').matchesAllOf(text)) {
      throw new Refusal(ProtocolError.UNSUPPORTED.answer(400, "'" + text + "' is not a number of entries"));
    }
    return Integer.parseInt(text);
  }
}
