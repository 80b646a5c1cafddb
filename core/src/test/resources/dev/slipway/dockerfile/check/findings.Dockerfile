# syntax=docker/dockerfile:1
ARG VERSION
FROM --platform=linux/amd64 debian:$VERSION AS Build
	WORKDIR src
COPY README.md \

  café-$ASSETS /x/
env API_TOKEN some words

FROM scratch as run
COPY --from=build /a /a
EXPOSE 127.0.0.1:80:80 53/UDP
MAINTAINER me
CMD serve --port 80
CMD ["serve"]
