# syntax=docker/dockerfile:1
FROM --platform=${BUILDPLATFORM} debian:12 AS first
MAINTAINER A. Person <a@example.org>
ARG VERSION
ARG MODE=release
ENV MODE=${MODE} \
    PATH=/opt/bin:${PATH}
LABEL org.example.version=${VERSION:-none}
WORKDIR /work
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN --mount=type=bind,source=src,target=/src --mount=type=bind,from=tools:1,source=/bin,target=/tools,rw --mount=type=cache,id=c,target=/cache,sharing=private,from=tools:1,source=/seed,mode=0700,uid=1,gid=2,ro --mount=type=tmpfs,target=/tmp/x,size=1024 --mount=type=secret,id=token,target=/t,env=TOKEN,required=true,mode=0440 --mount=type=secret,id=other --mount=type=ssh,id=default,required=true --mount=type=ssh,id=k,target=/agent --network=none --security=insecure make
RUN ["make", "install"]
RUN <<'EOF'
#!/usr/bin/env python3
print('x')
EOF
RUN cat <<A > /a
$VERSION
A

FROM first
COPY --chown=app:app --chmod=u=rwX,go=rX --link --parents --exclude=*.md --exclude=a\ b a b* /c/
COPY <<'hello.txt' /etc/
Hello
hello.txt
COPY <<greet.txt /etc/
Hello $MODE
greet.txt
ADD archive.tar.gz /opt/
ADD --checksum=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 --unpack=false https://example.org/x.bin /x
ADD --keep-git-dir https://example.org/x.git /g
USER app
EXPOSE 8080/tcp 9090/tcp
EXPOSE 1/tcp
EXPOSE 7000-7010/udp
VOLUME /data /log
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1m30s500ms --timeout=5s --start-period=1h --start-interval=1ms --retries=3 CMD ["check", "it"]
ENTRYPOINT ["/app", "--serve"]
CMD exec "$@"
ONBUILD COPY . /src
ONBUILD RUN --mount=type=cache,target=/c make
HEALTHCHECK NONE
