FROM scratch AS stage-0
ENV A=1

FROM scratch AS build
ENV A=2

FROM scratch AS build-2
ENV A=3

FROM scratch AS stage-1
ENV A=4

FROM scratch AS busybox
ENV A=5

FROM scratch AS source-5

FROM stage-0 AS final
COPY --from=build / /1/
COPY --from=build-2 / /2/
COPY --from=stage-1 / /3/
COPY --from=busybox / /4/
COPY --from=source-5 / /5/
