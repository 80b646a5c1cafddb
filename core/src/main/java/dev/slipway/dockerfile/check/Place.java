package dev.slipway.dockerfile.check;

import dev.slipway.Span;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.dockerfile.Statement;
import java.util.Optional;

/**
 * Where a finding is.
 *
 * @param file what the document is called; may be another than the Dockerfile, such as {@code .dockerignore}
 * @param span the characters that are meant; empty if the document or the image as a whole is meant
 * @param instruction the whole instruction around them, which other tools report instead
 * @param stage the stage
 */
public record Place(String file, Optional<Span> span, Optional<Span> instruction, Optional<InStage> stage) {

  /**
   * A stage by number and name.
   *
   * @param index the number, from 0 on
   * @param name the name in small letters, if it has one
   */
  public record InStage(int index, Optional<String> name) {
    /** The name, or the number. */
    @Override
    public String toString() {
      return name.orElse(String.valueOf(index));
    }
  }

  /** A file as a whole. */
  public static Place of(String file) {
    return new Place(file, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A part of an instruction. */
  public static Place at(String file, Statement statement, Span span) {
    return new Place(file, Optional.of(span), Optional.of(statement.line().span()), Optional.empty());
  }

  /** The same in a stage. */
  public Place in(FileStage newStage) {
    return in(new InStage(newStage.index(), newStage.name()));
  }

  /** The same in a stage. */
  public Place in(InStage newStage) {
    return new Place(file, span, instruction, Optional.of(newStage));
  }

  /** The same in a stage, or in none. */
  public Place in(Optional<InStage> newStage) {
    return new Place(file, span, instruction, newStage);
  }

  /** The place as compilers print it, such as {@code Dockerfile:3:7}. */
  @Override
  public String toString() {
    return file + span.map(found -> ":" + found).orElse("");
  }
}
