package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Image;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Slipway's rules change, in files and in images made in code; and where these have no file. */
class EditsOfRulesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '§', value = {
      "PackageListsLeft § FROM debian:12¶RUN apt-get update && apt-get install -y git"
          + " § FROM debian:12¶RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
      "PackageListsLeft § FROM debian:12¶RUN apt-get update; \\¶    apt-get install -y git \\¶      curl¶CMD x"
          + " § FROM debian:12¶RUN apt-get update; \\¶    apt-get install -y git \\¶      curl && rm -rf /var/lib/apt/lists/*¶CMD x",
      "PackageListsLeft § FROM fedora:41¶RUN dnf install -y git § FROM fedora:41¶RUN dnf install -y git && dnf clean all",
      "PackageListsLeft § FROM alpine:3.21¶RUN a && apk add -q git § FROM alpine:3.21¶RUN a && apk add --no-cache -q git",
      "PackageListsLeft § FROM alpine:3.21¶RUN <<EOF¶set -e¶apk add git¶EOF § FROM alpine:3.21¶RUN <<EOF¶set -e¶apk add --no-cache git¶EOF",
      "AptRecommendedPackages § FROM debian:12¶RUN apt-get install \\¶  -y git ca-certificates"
          + " § FROM debian:12¶RUN apt-get install --no-install-recommends \\¶  -y git ca-certificates",
      "NoCacheMount § FROM rust:1.85¶RUN cargo build"
          + " § FROM rust:1.85¶RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git cargo build",
      "NoCacheMount § FROM node:22¶run --mount=type=bind,source=a,target=/a \\¶  npm ci"
          + " § FROM node:22¶run --mount=type=cache,target=/root/.npm --mount=type=bind,source=a,target=/a \\¶  npm ci",
      "ShellFormEntrypoint § FROM debian:12¶ENTRYPOINT app --port $PORT § FROM debian:12¶ENTRYPOINT exec app --port $PORT",
  })
  void editsChangeOnlyTheirPlaceAndRemoveTheFinding(String rule, String before, String after) {
    Dockerfile file = Dockerfile.parse("Dockerfile", before.replace('¶', '\n') + "\n");
    ImmutableList<Finding> findings = Checks.of(file).of(rule);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).edit()).get().isInstanceOf(Edit.Text.class);
    Dockerfile changed = ((Edit.Text) findings.get(0).edit().orElseThrow()).applyTo(file);
    assertThat(changed.text()).isEqualTo(after.replace('¶', '\n') + "\n");
    assertThat(changed.problems()).isEmpty();
    assertThat(Checks.of(changed).of(rule)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '§', value = {
      "PackageListsLeft § RUN apt-get update && apt-get install -y git # and more",
      "PackageListsLeft § RUN apt-get update && apt-get install -y git &",
      "PackageListsLeft § RUN bash -c 'apt-get update && apt-get install -y git'",
      "PackageListsLeft § RUN [\"apt-get\", \"update\"]",
      "AptRecommendedPackages § RUN apt-get install -y curl",
      "AptRecommendedPackages § RUN apt-get install -y $PACKAGES",
      "NoCacheMount § RUN cargo fetch && cargo build",
      "NoCacheMount § USER app¶RUN npm ci",
      "NoCacheMount § ENV HOME=/home/app¶RUN npm ci",
      "ShellFormEntrypoint § ENTRYPOINT migrate && serve",
      "ShellFormEntrypoint § ENTRYPOINT cd /app; serve",
      "ShellFormEntrypoint § ENTRYPOINT A=1 serve"})
  void whereAnEditWouldMeanSomethingElseThereIsOnlyText(String rule, String lines) {
    ImmutableList<Finding> findings = Checks.of(Dockerfile.parse("Dockerfile", "FROM debian:12\n" + lines.replace('¶', '\n') + "\n"))
        .of(rule);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).edit()).isEmpty();
    assertThat(findings.get(0).fix()).isNotEmpty();
  }

  @Test
  void imagesInCodeAreCheckedAndChanged() {
    Stage tools = Stage.from("debian:12").named("tools").run("apt-get update && apt-get install -y git");
    Image image = Stage.from(tools).env("API_KEY", "abc").entrypoint(Command.shell("app")).toImage();
    Findings findings = Checks.of(image, CheckOptions.DEFAULT);
    assertThat(findings.list()).extracting(Finding::toString).containsExactlyInAnyOrder(
        "image: stage 1: warning: there is no USER, and most base images have none: the container runs as root [RootAtRunTime]",
        "image: stage 1, instruction 2: warning: ENTRYPOINT leaves a shell between the container's signals and the program [ShellFormEntrypoint]",
        "image: stage tools, instruction 1: warning: 'apt-get' leaves its package lists in the layer [PackageListsLeft]",
        "image: stage tools, instruction 1: note: 'apt-get install' brings recommended packages too [AptRecommendedPackages]",
        "image: stage 1, instruction 1: warning: ENV gives 'API_KEY' a value that becomes part of the image [SecretVariable]");
    Image cleaned = changed(image, "PackageListsLeft");
    assertThat(cleaned).isEqualTo(
        Stage.from(Stage.from("debian:12").named("tools").run("apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*"))
            .env("API_KEY", "abc").entrypoint(Command.shell("app")).toImage());
    assertThat(Checks.of(changed(image, "ShellFormEntrypoint"), CheckOptions.DEFAULT).of("ShellFormEntrypoint")).isEmpty();
  }

  @Test
  void editsOfCodeKeepTheBreaksOfALine() {
    Image image = Stage.from("alpine:3.21").run("a \\\n  && apk add \\\n  git").user("app").toImage();
    assertThat(changed(image, "PackageListsLeft"))
        .isEqualTo(Stage.from("alpine:3.21").run("a \\\n  && apk add --no-cache \\\n  git").user("app").toImage());
  }

  @Test
  void mountsAreAddedToImagesInCode() {
    Image image = Stage.from("node:22").run("npm ci").toImage();
    assertThat(changed(image, "NoCacheMount"))
        .isEqualTo(Stage.from("node:22").with(Run.shell("npm ci", CacheMount.at("/root/.npm"))).toImage());
  }

  private static Image changed(Image image, String rule) {
    List<Finding> findings = Checks.of(image, CheckOptions.DEFAULT).of(rule);
    assertThat(findings).hasSize(1);
    return ((Edit.Model) findings.get(0).edit().orElseThrow()).image();
  }

  @Test
  void scriptsAndListsInCodeAreRead() {
    Stage base = Stage.from("debian:12");
    assertThat(lists(base.run(Command.script("#!/bin/bash -e\napt-get update\napt-get install git\n")))).isEqualTo(1);
    assertThat(lists(base.run(Command.script("#!/usr/bin/env python3\napt-get update\n")))).isZero();
    assertThat(lists(base.run(Command.exec("sh", "-ec", "apt-get update && apt-get install git")))).isEqualTo(1);
    assertThat(lists(base.run(Command.exec("apt-get", "update")))).isEqualTo(1);
    assertThat(lists(base.run("cat <<EOF\napt-get update\nEOF\n"))).isZero();
    assertThat(lists(base.run("sh <<EOF\napt-get update && x\nEOF\n"))).isZero();
  }

  private static int lists(Stage stage) {
    return Checks.of(stage.toImage(), CheckOptions.DEFAULT).of("PackageListsLeft").size();
  }
}
