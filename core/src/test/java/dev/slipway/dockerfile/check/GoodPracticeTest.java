package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole Dockerfiles as people write them who care: only what they deserve is found in them. */
class GoodPracticeTest {
  private static final ImmutableList<String> OWN = new SlipwayRules().rules().stream().map(Rule::id)
      .collect(ImmutableList.toImmutableList());

  private static List<String> found(String text, CheckOptions options) {
    Findings findings = Checks.of(Dockerfile.parse("Dockerfile", text), options);
    assertThat(findings.problems()).isEmpty();
    return findings.list().stream().filter(finding -> OWN.contains(finding.rule().id()))
        .map(finding -> finding.place().span().map(Object::toString).orElse("?") + " " + finding.rule()).toList();
  }

  private static CheckOptions ignoring(String... lines) {
    return CheckOptions.DEFAULT.context(CheckedContext.ignoring(IgnoreFile.parse(String.join("\n", lines) + "\n")));
  }

  /** An empty program is compiled first, so that dependencies are a layer of their own. */
  @Test
  void aServiceOnAlpineWithAnEmptyProgramFirst() {
    String text = """
        FROM rust:1.83-alpine AS builder
        RUN apk add --no-cache musl-dev
        WORKDIR /app
        COPY Cargo.toml Cargo.lock* ./
        RUN mkdir src && echo "fn main() {}" > src/main.rs
        RUN cargo build --release 2>/dev/null || true
        COPY src ./src
        RUN touch src/main.rs
        RUN cargo build --release

        FROM alpine:3.21
        RUN apk add --no-cache ca-certificates
        COPY --from=builder /app/target/release/discovery /usr/local/bin/discovery
        ENV PORT=4860
        ENV RUST_LOG=info
        EXPOSE 4860
        CMD ["discovery"]
        """;
    assertThat(found(text, CheckOptions.DEFAULT)).containsExactly(
        // what cargo downloads is kept nowhere, and lies in the layers of the builder
        "6:5 NoCacheMount", "9:5 NoCacheMount",
        // the user that the guide itself asks for is missing
        "11:6 RootAtRunTime",
        // the check is left to Compose; an image on its own has none
        "16:1 NoHealthCheck");
  }

  /** The same with what the guide asks for in production. */
  @Test
  void aServiceOnAlpineForProduction() {
    String text = """
        FROM rust:1.83-alpine AS builder
        RUN apk add --no-cache musl-dev
        WORKDIR /app
        COPY Cargo.toml Cargo.lock* ./
        RUN --mount=type=cache,target=/usr/local/cargo/registry mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release
        COPY src ./src
        RUN --mount=type=cache,target=/usr/local/cargo/registry touch src/main.rs && cargo build --release
        FROM alpine:3.21
        RUN apk add --no-cache \\
            ca-certificates  # for HTTPS
        RUN addgroup -g 1000 appuser && \\
            adduser -D -u 1000 -G appuser appuser
        COPY --from=builder --chown=appuser:appuser /app/target/release/discovery /usr/local/bin/
        USER appuser
        EXPOSE 4860
        HEALTHCHECK --interval=10s --timeout=3s CMD wget -q -O- http://localhost:4860/health
        CMD ["discovery"]
        """;
    assertThat(found(text, CheckOptions.DEFAULT)).isEmpty();
  }

  /** cargo-chef in three stages, a slim runtime with a user of its own; the platform asks for health. */
  @Test
  void aServiceWithCargoChef() {
    String text = """
        # syntax=docker/dockerfile:1
        FROM lukemathwalker/cargo-chef:latest-rust-1.85 AS planner
        WORKDIR /app
        COPY . .
        RUN cargo chef prepare --recipe-path recipe.json

        FROM lukemathwalker/cargo-chef:latest-rust-1.85 AS builder
        WORKDIR /app
        COPY --from=planner /app/recipe.json recipe.json
        RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked cargo chef cook --release --recipe-path recipe.json
        COPY . .
        RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked cargo build --release --locked

        FROM debian:bookworm-slim
        RUN apt-get update \\
         && apt-get install -y --no-install-recommends ca-certificates \\
         && rm -rf /var/lib/apt/lists/* \\
         && useradd --system --uid 10001 app
        WORKDIR /app
        COPY --from=builder /app/target/release/three-good-sources /usr/local/bin/
        COPY registry.json /app/registry.json
        USER app
        EXPOSE 3000
        CMD ["three-good-sources"]
        """;
    // the platform asks at /health; an image on its own has no check
    assertThat(found(text, ignoring("target/", ".git/", ".env", ".planning/"))).containsExactly("23:1 NoHealthCheck");
    // without the ignore file, both copies of everything take along what is on this machine
    assertThat(found(text, CheckOptions.DEFAULT.context(CheckedContext.withoutIgnoreFile())))
        .containsExactly("4:1 ContextNotFiltered", "11:1 ContextNotFiltered", "23:1 NoHealthCheck");
  }

  /** uv in a stage of its own, the sources by name. */
  @Test
  void aPythonServiceWithUv() {
    String text = """
        FROM python:3.11-slim AS deps
        RUN pip install uv
        COPY pyproject.toml uv.lock ./
        RUN uv pip install --system -e .

        FROM python:3.11-slim AS app
        COPY --from=deps /usr/local /usr/local
        COPY src/ src/
        COPY workers/ workers/
        COPY skills/ skills/
        COPY alembic.ini .
        EXPOSE 8000
        CMD ["uvicorn", "api.app:create_app", "--factory", "--host", "0.0.0.0", "--port", "8000"]
        """;
    assertThat(found(text, ignoring(".git/", ".github/", "__pycache__/", "*.pyc", ".env", ".env.*", ".venv/"))).containsExactly(
        // the newest uv, and nothing of what the two fetch is kept
        "2:5 NoCacheMount", "2:5 UnpinnedInstall", "4:5 NoCacheMount",
        "6:6 RootAtRunTime",
        "12:1 NoHealthCheck");
  }

  /** A proxy in Rust and a server in JavaScript under one supervisor. */
  @Test
  void twoLanguagesInOneImage() {
    String text = """
        FROM rust:1.91-trixie AS proxy
        WORKDIR /build
        COPY proxy/Cargo.toml proxy/Cargo.lock ./
        RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -rf src
        COPY proxy/src ./src
        RUN cargo build --release

        FROM oven/bun:1.3-slim AS assets
        WORKDIR /build
        COPY package.json bun.lock ./
        RUN bun install --frozen-lockfile
        COPY . .
        RUN rm -rf dist node_modules/.cache && bun run build

        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates unzip libssl3 bash \\
            && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSL https://bun.sh/install | bash && cp /root/.bun/bin/bun /usr/local/bin/bun && chmod 755 /usr/local/bin/bun
        RUN useradd --create-home appuser
        WORKDIR /app
        COPY --from=assets /build/dist ./dist
        COPY --from=proxy /build/target/release/server ./proxy
        COPY entrypoint.sh ./
        USER appuser
        EXPOSE 3000 8081
        ENTRYPOINT ["./entrypoint.sh"]
        """;
    assertThat(found(text, ignoring("dist", "node_modules", ".git", ".env", "target"))).containsExactly(
        "4:55 NoCacheMount", "6:5 NoCacheMount", "11:5 NoCacheMount",
        // the installer is run unseen, and installs what is newest
        "18:41 DownloadPipedToShell",
        "25:1 NoHealthCheck");
  }

  /** What official images do: groups of packages that go again, checked downloads, gosu, an entrypoint. */
  @Test
  void imagesOfServersAreLeftAlone() {
    String text = """
        FROM debian:bookworm-slim
        RUN set -eux; groupadd --system --gid 999 server; useradd --system --gid server --uid 999 server
        RUN set -eux; \\
            savedAptMark="$(apt-mark showmanual)"; \\
            apt-get update; \\
            apt-get install -y --no-install-recommends ca-certificates gcc make libc6-dev wget; \\
            rm -rf /var/lib/apt/lists/*; \\
            wget -O server.tar.gz "https://example.com/server-7.2.tar.gz"; \\
            echo "abc *server.tar.gz" | sha256sum -c -; \\
            mkdir -p /usr/src/server; tar -xzf server.tar.gz -C /usr/src/server --strip-components=1; \\
            if grep -q x /usr/src/server/config; then make -C /usr/src/server -j "$(nproc)" all; fi; \\
            apt-mark auto '.*' > /dev/null; \\
            [ -z "$savedAptMark" ] || apt-mark manual $savedAptMark > /dev/null; \\
            apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false $fetchedDeps
        RUN apt-get update && apt-get install -y --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*
        COPY docker-entrypoint.sh /usr/local/bin/
        VOLUME /data
        ENTRYPOINT ["docker-entrypoint.sh"]
        CMD ["server"]
        """;
    assertThat(found(text, CheckOptions.DEFAULT)).isEmpty();
  }

  /** Cache mounts for apt and pip, manifests mounted, secrets mounted, a distroless base. */
  @Test
  void mountsAreGoodPractice() {
    String text = """
        FROM python:3.12-slim AS build
        RUN rm -f /etc/apt/apt.conf.d/docker-clean
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \\
            apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
        RUN --mount=type=cache,target=/root/.cache/pip --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt \\
            --mount=type=secret,id=index,env=PIP_INDEX_URL pip install --prefix=/install -r /tmp/requirements.txt
        FROM gcr.io/distroless/python3-debian12:nonroot
        COPY --from=build /install /usr/local
        COPY app/ /app/
        ENTRYPOINT ["python3", "/app/main.py"]
        """;
    assertThat(found(text, CheckOptions.DEFAULT)).isEmpty();
  }
}
