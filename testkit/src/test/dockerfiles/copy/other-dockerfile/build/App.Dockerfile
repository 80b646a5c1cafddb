FROM scratch
COPY f /g
COPY build/App.Dockerfile /d
