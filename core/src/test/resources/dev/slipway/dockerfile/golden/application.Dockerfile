ARG RUST=1.85

FROM rust:${RUST}-slim AS chef
RUN cargo install cargo-chef --locked
WORKDIR /src

FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS builder
COPY --from=planner /src/recipe.json recipe.json
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked cargo chef cook --release
COPY . .
RUN cargo build --release \
  && strip target/release/server

FROM debian:bookworm-slim
COPY --from=builder /src/target/release/server /usr/local/bin/
USER app
EXPOSE 3000/tcp
HEALTHCHECK --interval=30s CMD wget -q -O /dev/null 'http://localhost:3000/health' || curl -fsS -o /dev/null 'http://localhost:3000/health' || exit 1
CMD ["server"]
