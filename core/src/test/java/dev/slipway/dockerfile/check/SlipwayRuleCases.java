package dev.slipway.dockerfile.check;

import java.util.stream.Stream;

/** Files that Slipway's own rules speak of, and files of good practice in which they are silent. */
final class SlipwayRuleCases {
  private SlipwayRuleCases() {}

  /**
   * A file and what one rule finds in it.
   *
   * @param places lines and columns, separated by blanks; empty if the rule is silent
   */
  record Case(String rule, String name, String text, String places) {
    @Override
    public String toString() {
      return rule + (places.isEmpty() ? " is silent: " : " speaks: ") + name;
    }
  }

  private static Case found(String rule, String name, String places, String... lines) {
    return new Case(rule, name, String.join("\n", lines) + "\n", places);
  }

  private static Case silent(String rule, String name, String... lines) {
    return found(rule, name, "", lines);
  }

  /** All cases. */
  static Stream<Case> cases() {
    return Stream.of(bases(), runtime(), packages(), buildTools(), secrets(), dependencies(), mounts(), downloads(), installs())
        .flatMap(each -> each);
  }

  private static Stream<Case> bases() {
    String rule = "UnpinnedBase";
    return Stream.of(
        found(rule, "no tag", "1:6", "FROM debian"),
        found(rule, "latest", "1:6 2:6", "FROM rust:latest AS a", "FROM alpine:latest"),
        found(rule, "a tag that only says which kind", "1:6 2:6 3:6", "FROM nginx:alpine AS a", "FROM node:lts-slim AS b",
            "FROM debian:stable-slim"),
        found(rule, "an argument's default", "2:6", "ARG VERSION=latest", "FROM debian:$VERSION"),
        found(rule, "copied from", "2:1", "FROM scratch", "COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/"),
        found(rule, "mounted from", "2:1", "FROM debian:12", "RUN --mount=type=bind,from=tonistiigi/xx,target=/xx true"),
        silent(rule, "versions and codenames", "FROM rust:1.85-slim AS a", "FROM debian:bookworm-slim AS b", "FROM node:22-alpine AS c",
            "FROM oven/bun:1.3-slim"),
        silent(rule, "a version behind latest", "FROM lukemathwalker/cargo-chef:latest-rust-1.85"),
        silent(rule, "a digest", "FROM debian@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        silent(rule, "scratch and stages", "FROM scratch AS latest", "FROM latest", "COPY --from=latest / /"),
        silent(rule, "an argument with a version", "ARG VERSION=12", "FROM debian:${VERSION}-slim"));
  }

  private static Stream<Case> runtime() {
    return Stream.of(
        found("RootAtRunTime", "no USER", "1:6", "FROM debian:12", "CMD [\"app\"]"),
        found("RootAtRunTime", "root again at the end", "4:1", "FROM debian:12", "USER app", "RUN true", "USER root", "CMD [\"app\"]"),
        found("RootAtRunTime", "root by number, argument and group", "3:1", "FROM debian:12", "ARG ID=0", "USER $ID:1000"),
        found("RootAtRunTime", "scratch with a program", "1:6", "FROM scratch", "COPY app /", "ENTRYPOINT [\"/app\"]"),
        silent("RootAtRunTime", "a user", "FROM debian:12", "USER app", "CMD [\"app\"]"),
        silent("RootAtRunTime", "a user of the stage below", "FROM debian:12 AS base", "USER 1000", "FROM base", "CMD [\"app\"]"),
        silent("RootAtRunTime", "a base that says that it has one", "FROM gcr.io/distroless/static-debian12:nonroot", "CMD [\"/app\"]"),
        silent("RootAtRunTime", "a program that gives up root", "FROM debian:12", "RUN apt-get install -y gosu",
            "ENTRYPOINT [\"/entrypoint.sh\"]"),
        silent("RootAtRunTime", "su-exec in the entrypoint", "FROM alpine:3.21", "ENTRYPOINT [\"su-exec\", \"app\", \"server\"]"),
        silent("RootAtRunTime", "an argument that is not known", "FROM debian:12", "ARG ID", "USER $ID"),
        silent("RootAtRunTime", "files that are only exported", "FROM debian:12 AS build", "FROM scratch", "COPY --from=build /out /"),
        found("NoHealthCheck", "a port and no check", "2:1", "FROM debian:12", "EXPOSE 80"),
        silent("NoHealthCheck", "a check, or a reasoned none", "FROM debian:12", "EXPOSE 80", "HEALTHCHECK NONE"),
        silent("NoHealthCheck", "a check of the stage below", "FROM debian:12 AS base", "HEALTHCHECK CMD true", "FROM base", "EXPOSE 80"),
        silent("NoHealthCheck", "a program that does not listen", "FROM debian:12", "CMD [\"backup\"]"),
        found("ShellFormEntrypoint", "a line", "2:1", "FROM debian:12", "ENTRYPOINT app --flag"),
        found("ShellFormEntrypoint", "a shell in a list", "2:1", "FROM debian:12", "ENTRYPOINT [\"sh\", \"-c\", \"app $OPTIONS\"]"),
        found("ShellFormEntrypoint", "a command without entrypoint", "2:1", "FROM debian:12", "CMD migrate && serve"),
        silent("ShellFormEntrypoint", "a list", "FROM debian:12", "ENTRYPOINT [\"app\"]", "CMD [\"--flag\"]"),
        silent("ShellFormEntrypoint", "exec at the end", "FROM debian:12", "CMD [\"sh\", \"-c\", \"migrate && exec serve --port $PORT\"]"),
        silent("ShellFormEntrypoint", "the arguments of an entrypoint", "FROM debian:12", "ENTRYPOINT [\"tini\", \"--\"]", "CMD app"),
        silent("ShellFormEntrypoint", "another shell", "FROM windows:1", "SHELL [\"powershell\"]", "CMD app"),
        found("WholeContextAtRunTime", "with a builder", "5:1", "FROM rust:1.85 AS build", "RUN make", "FROM debian:12",
            "COPY --from=build /app /", "COPY . .",
            "CMD [\"/app\"]"),
        found("WholeContextAtRunTime", "alone", "2:1", "FROM python:3.12", "ADD ./ /app", "CMD [\"app\"]"),
        silent("WholeContextAtRunTime", "in a builder", "FROM rust:1.85 AS build", "COPY . .", "FROM debian:12", "COPY --from=build . .",
            "CMD [\"/app\"]"),
        silent("WholeContextAtRunTime", "directories by name", "FROM python:3.12", "COPY src/ src/", "COPY alembic.ini .", "CMD [\"app\"]"),
        silent("WholeContextAtRunTime", "pages of a web server", "FROM nginx:1.27", "COPY . /usr/share/nginx/html", "CMD [\"nginx\"]"),
        silent("WholeContextAtRunTime", "an image that only carries files", "FROM scratch", "COPY . /"));
  }

  private static Stream<Case> packages() {
    String left = "PackageListsLeft";
    String alone = "PackageListsAlone";
    String recommended = "AptRecommendedPackages";
    return Stream.of(
        found(left, "apt", "2:5", "FROM debian:12", "RUN apt-get update && apt-get install -y curl"),
        found(left, "apt, removed too late", "2:5", "FROM debian:12", "RUN apt-get update && apt-get install -y curl",
            "RUN rm -rf /var/lib/apt/lists/*"),
        found(left, "apt-get clean does not remove lists", "2:5", "FROM debian:12",
            "RUN apt-get update && apt-get install -y curl && apt-get clean"),
        found(left, "apk", "2:5", "FROM alpine:3.21", "RUN apk add curl"),
        found(left, "dnf, yum and zypper", "2:5 3:5 4:5", "FROM fedora:41", "RUN dnf install -y curl", "RUN yum -y install git",
            "RUN zypper -n in vim"),
        found(left, "in a continued line", "3:7", "FROM debian:12", "RUN set -eux; \\", "      apt-get update \\",
            "   && apt-get install -y curl"),
        found(left, "in a script", "3:1", "FROM debian:12", "RUN <<EOF", "apt-get update", "apt-get install -y curl", "EOF"),
        found(left, "in the stage below", "2:5", "FROM debian:12 AS base", "RUN apt-get update && apt-get install -y curl", "FROM base"),
        silent(left, "in quotes and comments", "FROM debian:12", "RUN echo 'apt-get update' # apt-get update"),
        silent(left, "removed at once", "FROM debian:12", "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"),
        silent(left, "removed at once, in other words", "FROM debian:12",
            "RUN apt update; apt install -y curl; rm -fr \"/var/lib/apt/lists\"",
            "RUN apt-get update && apt-get install -y git && find /var/lib/apt/lists -type f -delete"),
        silent(left, "a cache mount", "FROM debian:12",
            "RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl",
            "RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update"),
        silent(left, "in a stage that is not shipped", "FROM debian:12 AS build", "RUN apt-get update && apt-get install -y gcc",
            "FROM debian:12"),
        silent(left, "apk without cache", "FROM alpine:3.21", "RUN apk add --no-cache curl",
            "RUN apk update && apk add git && rm -rf /var/cache/apk/*"),
        silent(left, "dnf clean all", "FROM fedora:41", "RUN dnf install -y curl && dnf clean all",
            "RUN yum install -y git && rm -rf /var/cache/yum",
            "RUN zypper -n in vim && zypper clean -a"),
        found(left, "removed before", "2:36", "FROM debian:12",
            "RUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl"),
        found(left, "in a text for another shell", "2:1", "FROM debian:12", "RUN bash -e <<EOF",
            "apt-get update && apt-get install -y curl", "EOF"),
        silent(left, "apk without network", "FROM alpine:3.21", "RUN apk add --no-network --virtual .deps a"),
        silent(left, "what is not understood", "FROM debian:12", "RUN a=(1 2); apt-get update"),
        silent(left, "another shell", "FROM debian:12", "SHELL [\"/usr/bin/python3\", \"-c\"]", "RUN apt-get update"),
        found(alone, "a RUN of its own", "2:5", "FROM debian:12", "RUN apt-get update", "RUN apt-get install -y curl"),
        found(alone, "with what removes it", "2:5", "FROM debian:12", "RUN apt-get update && rm -rf /var/lib/apt/lists/*"),
        found(alone, "apk", "2:5", "FROM alpine:3.21", "RUN apk update"),
        silent(alone, "with install", "FROM debian:12", "RUN apt-get update && apt-get install -y curl"),
        silent(alone, "with a script that may install", "FROM debian:12", "RUN apt-get update && ./install.sh"),
        found(recommended, "install", "2:23", "FROM debian:12", "RUN apt-get update && apt-get install -y curl"),
        silent(recommended, "the option", "FROM debian:12", "RUN apt-get install -y --no-install-recommends curl",
            "RUN apt install --no-install-recommends -y git"),
        silent(recommended, "an option of the configuration", "FROM debian:12",
            "RUN apt-get -o APT::Install-Recommends=false install -y curl"),
        silent(recommended, "a configuration file", "FROM debian:12",
            "RUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99 && apt-get install -y curl"),
        silent(recommended, "other managers and words", "FROM debian:12", "RUN apk add curl && apt-get update && echo apt-get install"));
  }

  private static Stream<Case> buildTools() {
    String rule = "BuildToolsAtRunTime";
    String debug = "DebugToolsAtRunTime";
    return Stream.of(
        found(rule, "compilers and headers", "2:23", "FROM debian:12", "RUN apt-get update && apt-get install -y gcc libssl-dev libssl3",
            "CMD [\"app\"]"),
        found(rule, "with versions", "2:5", "FROM alpine:3.21", "RUN apk add --no-cache musl-dev=1.2 openjdk17", "CMD [\"app\"]"),
        found(rule, "a toolchain as base", "1:6", "FROM rust:1.85", "RUN cargo build --release", "CMD [\"app\"]"),
        found(rule, "removed too late", "2:5", "FROM alpine:3.21", "RUN apk add --no-cache gcc", "RUN apk del gcc", "CMD [\"app\"]"),
        silent(rule, "in a builder", "FROM rust:1.85 AS build", "RUN apt-get install -y cmake", "FROM debian:12", "CMD [\"app\"]"),
        silent(rule, "removed at once", "FROM debian:12", "RUN apt-get install -y gcc && make && apt-get purge -y gcc", "CMD [\"app\"]"),
        silent(rule, "removed by the name of a group", "FROM alpine:3.21",
            "RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build",
            "CMD [\"app\"]"),
        silent(rule, "removed by a variable", "FROM debian:12", "RUN apt-get install -y gcc && apt-get purge -y $FETCHED", "CMD [\"app\"]"),
        silent(rule, "marked as automatic and removed", "FROM debian:12",
            "RUN apt-get install -y gcc && make && apt-mark auto '.*' && apt-get purge -y --auto-remove", "CMD [\"app\"]"),
        silent(rule, "libraries and a runtime", "FROM debian:12",
            "RUN apt-get install -y libssl3 libgcc-s1 openjdk-17-jre-headless python3 git",
            "CMD [\"app\"]"),
        silent(rule, "an image to build in, which runs nothing of its own", "FROM rust:1.85", "RUN apt-get install -y cmake"),
        found(debug, "editors", "2:5", "FROM alpine:3.21", "RUN apk add --no-cache curl vim bash", "CMD [\"app\"]"),
        silent(debug, "what a health check needs", "FROM alpine:3.21", "RUN apk add --no-cache curl ca-certificates", "CMD [\"app\"]"));
  }

  private static Stream<Case> secrets() {
    String value = "SecretValue";
    String file = "SecretFileCopied";
    String github = "ghp_" + "a1B2".repeat(9);
    return Stream.of(
        found(value, "a token in ENV, ARG, LABEL and RUN", "2:1 3:1 4:1 5:1", "FROM debian:12", "ENV A=" + github,
            "ARG B=x" + "oxb-123456789012",
            "LABEL c=\"AKIA" + "IOSFODNN7EXAMPLE\"", "RUN curl -H 'Authorization: token " + github + "' https://example.com"),
        found(value, "a password in an address", "2:1", "FROM debian:12", "ENV DATABASE_URL=postgres://app:hunter22@db/app"),
        found(value, "a key in a text", "2:1", "FROM debian:12", "COPY <<EOF /key", "-----BEGIN RSA " + "PRIVATE KEY-----", "EOF"),
        silent(value, "variables in their place", "FROM debian:12", "ENV DATABASE_URL=postgres://app:${PASSWORD}@db/app",
            "RUN git clone https://$TOKEN@github.com/a/b"),
        silent(value, "things that look a little alike", "FROM debian:12", "ENV A=sk-learn B=ghp_short", "RUN curl http://localhost:80/a@b",
            "LABEL org.opencontainers.image.revision=0123456789012345678901234567890123456789"),
        found(file, "keys and settings", "2:1 3:1 4:1 4:1", "FROM debian:12", "COPY id_rsa /root/.ssh/", "COPY config/.env .",
            "COPY a.txt server.key tls/key.pem /x/"),
        found(file, "in a builder too", "2:1", "FROM debian:12 AS a", "ADD .aws/credentials /root/.aws/", "FROM debian:12"),
        found(file, "all variants of .env", "2:1 3:1", "FROM debian:12", "COPY .env.production .", "COPY .env* ./"),
        silent(file, "samples, certificates and public keys", "FROM debian:12", "COPY .env.example .env.sample ./",
            "COPY certs/ca.pem ca-bundle.pem fullchain.pem /c/",
            "COPY id_rsa.pub /x", "COPY nodesource.gpg.key /etc/apt/keyrings/", "COPY environment.ts keyboard.key.ts /x/"),
        silent("SecretVariable", "in a file, where BuildKit's own rule speaks of names", "FROM debian:12", "ENV API_KEY=abc"));
  }

  private static Stream<Case> dependencies() {
    String rule = "DependenciesNotCached";
    return Stream.of(
        found(rule, "cargo", "2:1", "FROM rust:1.85", "COPY . .", "RUN cargo build --release"),
        found(rule, "npm, yarn, pnpm and bun", "2:1 5:1 8:1 11:1", "FROM node:22 AS a", "COPY . .", "RUN npm ci", "FROM node:22 AS b",
            "COPY . .", "RUN yarn",
            "FROM node:22 AS c", "COPY . .", "RUN pnpm i", "FROM oven/bun:1 AS d", "COPY ./ ./", "RUN bun install"),
        found(rule, "pip, poetry and uv", "2:1 5:1 8:1", "FROM python:3.12 AS a", "COPY . .",
            "RUN pip install --no-cache-dir -r requirements.txt",
            "FROM python:3.12 AS b", "COPY . .", "RUN poetry install", "FROM python:3.12 AS c", "COPY . .", "RUN uv sync"),
        found(rule, "maven, gradle, go, bundler and composer", "2:1 5:1 8:1 11:1 14:1", "FROM maven:3 AS a", "COPY . .",
            "RUN ./mvnw -B package",
            "FROM gradle:8 AS b", "COPY . .", "RUN gradle build", "FROM golang:1.23 AS c", "COPY . .",
            "RUN CGO_ENABLED=0 go build -o /app ./cmd",
            "FROM ruby:3 AS d", "COPY . .", "RUN bundle install", "FROM composer:2 AS e", "COPY . .", "RUN composer install"),
        found(rule, "only the sources' directory", "2:1", "FROM node:22", "COPY src ./src", "COPY package.json .", "RUN npm ci"),
        found(rule, "copied in the stage below", "2:1", "FROM node:22 AS a", "COPY . .", "FROM a", "RUN npm ci"),
        silent(rule, "manifests first", "FROM node:22", "COPY package.json package-lock.json ./", "RUN npm ci", "COPY . .",
            "RUN npm run build"),
        silent(rule, "cargo-chef", "FROM rust:1.85 AS planner", "COPY . .", "RUN cargo chef prepare --recipe-path recipe.json",
            "FROM rust:1.85",
            "COPY --from=planner /recipe.json .", "RUN cargo chef cook --release", "COPY . .", "RUN cargo build --release"),
        silent(rule, "an empty program first", "FROM rust:1.85", "COPY Cargo.toml Cargo.lock ./",
            "RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build",
            "COPY src ./src", "RUN cargo build"),
        silent(rule, "go mod download", "FROM golang:1.23", "COPY go.mod go.sum ./", "RUN go mod download", "COPY . .", "RUN go build"),
        silent(rule, "manifests mounted", "FROM python:3.12",
            "RUN --mount=type=bind,source=requirements.txt,target=/r.txt pip install -r /r.txt", "COPY . ."),
        silent(rule, "a cache mount", "FROM rust:1.85", "COPY . .", "RUN --mount=type=cache,target=/src/target cargo build"),
        silent(rule, "nothing fetched", "FROM node:22", "COPY . .", "RUN npm run build && npm test", "RUN npm install -g serve@14",
            "RUN pip install ./dist/a-1.whl"),
        silent(rule, "vendored", "FROM golang:1.23", "COPY . .", "RUN go build -mod=vendor"));
  }

  private static Stream<Case> mounts() {
    String rule = "NoCacheMount";
    return Stream.of(
        found(rule, "known managers", "2:5 3:5 4:5 5:5", "FROM rust:1.85", "RUN cargo build", "RUN npm ci",
            "RUN pip install -r requirements.txt", "RUN go mod download"),
        found(rule, "only the first of a RUN", "2:5", "FROM python:3.12", "RUN pip install uv==0.5 && uv sync"),
        silent(rule, "mounted", "FROM rust:1.85", "RUN --mount=type=cache,target=/usr/local/cargo/registry cargo build"),
        silent(rule, "nothing kept", "FROM python:3.12", "RUN pip install --no-cache-dir -r requirements.txt",
            "RUN npm ci && npm cache clean --force",
            "ENV PIP_NO_CACHE_DIR=1", "RUN pip install a==1"),
        silent(rule, "nothing fetched", "FROM node:22", "RUN npm run build", "RUN cargo --version", "RUN cargo build --offline",
            "RUN uv python install 3.12"));
  }

  private static Stream<Case> downloads() {
    String piped = "DownloadPipedToShell";
    String clone = "MovingClone";
    String add = "UncheckedDownload";
    return Stream.of(
        found(piped, "curl and wget", "2:33 3:29", "FROM debian:12", "RUN curl -fsSL https://a/x.sh | sh",
            "RUN wget -qO- https://a/x | sudo -E bash -s -- -y"),
        found(piped, "with something between", "2:23", "FROM debian:12", "RUN curl a | gunzip | python3 -"),
        found(piped, "in a word", "2:5 3:5 4:5", "FROM debian:12", "RUN bash -c \"$(curl -fsSL https://a/x.sh)\"",
            "RUN bash <(curl -s https://a)",
            "RUN eval \"$(wget -qO- https://a)\""),
        found(piped, "in a line for another shell", "2:1", "FROM debian:12", "RUN bash -o pipefail -c 'curl https://a | bash'"),
        silent(piped, "archives and keys", "FROM debian:12", "RUN curl https://a/x.tgz | tar xz",
            "RUN curl https://a | gpg --dearmor > /etc/apt/keyrings/a.gpg"),
        silent(piped, "a file that is checked", "FROM debian:12",
            "RUN curl -o x.sh https://a && echo 'abc  x.sh' | sha256sum -c && sh x.sh"),
        silent(piped, "in quotes, or another pipeline", "FROM debian:12", "RUN echo 'curl a | sh'; curl a -o b; cat b | sh",
            "RUN curl a | sh x.sh"),
        silent(piped, "a value", "FROM debian:12", "RUN VERSION=\"$(curl https://a)\" && echo \"$VERSION\""),
        found(add, "an address", "2:1", "FROM debian:12", "ADD https://example.com/a.tgz /x"),
        found(add, "a branch", "2:1 3:1", "FROM debian:12", "ADD https://github.com/a/b.git /x",
            "ADD https://github.com/a/b.git#main:dir /y"),
        silent(add, "a checksum, a tag, a path", "FROM debian:12",
            "ADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.com/a.tgz /x",
            "ADD https://github.com/a/b.git#v1.2.3 /x", "ADD a.tgz /x"),
        found(clone, "the newest, or a branch", "2:5 3:5", "FROM debian:12", "RUN git clone --depth 1 https://a/b",
            "RUN git clone -b main https://a/b"),
        silent(clone, "a tag, a variable, a commit", "FROM debian:12", "RUN git clone --branch v1.2 https://a/b",
            "RUN git clone --branch=$V https://a/b",
            "RUN git clone https://a/b && cd b && git checkout 0123abc", "RUN git -C b pull"));
  }

  private static Stream<Case> installs() {
    String rule = "UnpinnedInstall";
    String lock = "LockFileNotKept";
    return Stream.of(
        found(rule, "pip", "2:5 3:5 4:5 5:5", "FROM python:3.12", "RUN pip install uv",
            "RUN python3 -m pip install --upgrade pip 'flask[async]>=3' django==5.1",
            "RUN uv pip install --system ruff", "RUN pip3 install -U wheel"),
        found(rule, "others", "2:5 3:5 4:5 5:5", "FROM node:22", "RUN npm install -g serve @angular/cli@latest", "RUN gem install rails",
            "RUN go install a.b/c@latest",
            "RUN cargo install cargo-chef --locked"),
        silent(rule, "versions", "FROM python:3.12", "RUN pip install uv==0.5 'a~=1.2' 'b>=1,<2' \"c==$V\"",
            "RUN npm i -g serve@14 @angular/cli@17.0.1",
            "RUN gem install rails -v 7.1", "RUN go install a.b/c@v1.2.3", "RUN cargo install cargo-chef@0.1.68 --locked",
            "RUN cargo install --version 1 b"),
        silent(rule, "files, the project and constraints", "FROM python:3.12",
            "RUN pip install -r requirements.txt -e . ./dist/a.whl .[dev]",
            "RUN pip install -c constraints.txt flask", "RUN pip install git+https://a/b@v1",
            "RUN uv sync && npm ci && cargo install --path ."),
        silent(rule, "variables", "FROM python:3.12", "RUN pip install $PACKAGES \"uv${V}\""),
        found(lock, "without", "2:5 3:5 4:5 5:5 6:5", "FROM node:22", "RUN npm install", "RUN yarn install", "RUN pnpm i",
            "RUN bun install", "RUN uv sync"),
        silent(lock, "with", "FROM node:22", "RUN npm ci", "RUN yarn install --immutable", "RUN pnpm i --frozen-lockfile",
            "RUN bun install --frozen-lockfile",
            "RUN uv sync --locked", "RUN npm install -g serve@14", "RUN cargo install --locked a@1"));
  }
}
