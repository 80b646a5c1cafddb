FROM scratch
ENV ODD="a b\"c'd\\e#f\$g `h`;|&<>(){}*?[]~!%=, "
ENV EMPTY=""
ENV NONE=\\\\
ENV SPACE=" "
ENV TABS="		x"
ENV \#HASH=1
ENV -- --dash=1
ENV \#A=x \
    B=${ODD} \
    C\ D=y \
    E\"\'\\=z
ENV DEFAULT=<${UNSET:-a' "'b'" '"'"c"'"' } {$'d}}>
ENV NESTED=${UNSET:-${ODD:+it"'"s}}
ENV LAST=\\\\\\\\
LABEL k\ e\ y="a b\"c'd\\e#f\$g `h`;|&<>(){}*?[]~!%=, "
LABEL empty=""
WORKDIR "/w \"x\" 'y' \$z \\\\"
WORKDIR "rel ative"
USER 1000:1000
VOLUME ["/v", "/a b"]
SHELL ["/bin/sh", "-c", "a b\"c'd\\e#f\\$g `h`;|&<>(){}*?[]~!%=, "]
CMD ["a b\"c'd\\e#f\\$g `h`;|&<>(){}*?[]~!%=, ", "\t", "", "é☺"]
ENTRYPOINT -- --x "a" $b \c [ d ]
MAINTAINER a "b" $c \d
ONBUILD ENV A="a b\"c'd\\e#f\$g `h`;|&<>(){}*?[]~!%=, "
