ARG VERSION=${REQUIRED:?give a version}
FROM debian:bookworm AS Builder
RUN --mount=type=cahce,target=/x make
WORKDIR ${HOME
COPY --form=Builder a /b
EXPOSE 80 8o
HEALTHCHECK --interval=5 CMD true

FROM Builder AS app
COPY --from=Bui/lder /x /y
	RUM make
ENV A="한국어 $B${C:=d}"
ONBUILD FROM x
USER ''
FROM app
COPY a \
  # why
  b \
  /c
