package dev.tidemark.bench.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a JMH method in the catalogue. One method yields one id for each combination of its
 * {@code @Param} values.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BenchId {

  /**
   * The id, {@code group/…}, with {@code {p}} standing for the value of the {@code @Param p}:
   * numbers in thousands and millions are shortened (10000 becomes {@code 10k}), {@code {p:exact}}
   * leaves them as they are, other values are lower-cased.
   */
  String value();

  /** The layer this benchmark exercises. */
  Tier tier();

  /** The smallest profile that runs an id not named by {@link #quick} or {@link #standard}. */
  Profile from() default Profile.FULL;

  /** Ids (globs) of this method that already belong to {@link Profile#QUICK}. */
  String[] quick() default {};

  /** Ids (globs) of this method that already belong to {@link Profile#STANDARD}. */
  String[] standard() default {};

  /**
   * Calls per iteration of a {@code SingleShotTime} method, 1 to 10,000,000; results are per call.
   * JMH calls the method this often between the iteration's set-up and tear-down.
   */
  int batch() default 1;

  /**
   * Calls per iteration when commits are synchronous, where each costs far more; 0 means {@link
   * #batch}.
   */
  int batchStrict() default 0;

  /**
   * The {@code @Param} that says how many items one call handles; empty when a call handles one.
   */
  String itemsParam() default "";

  /** Expected set-up of one fork in milliseconds, for the time budget; not measured. */
  int setUpMillis() default 300;

  /**
   * Expected length of one iteration of a {@code SingleShotTime} method with its set-up, in
   * milliseconds.
   */
  int shotMillis() default 200;
}
