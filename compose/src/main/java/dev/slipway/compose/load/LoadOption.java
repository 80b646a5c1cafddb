package dev.slipway.compose.load;

/** What reading leaves out, or does beyond the usual. */
public enum LoadOption {
  /** Variables stay as they are written; what cannot be told without their values is not checked. */
  KEEP_VARIABLES,
  /** Included files are not read. */
  KEEP_INCLUDES,
  /** Extended services are not read. */
  KEEP_EXTENDS,
  /** Neither the shape of the files nor the values are checked. */
  UNCHECKED,
  /** Attributes that are missing stay missing. */
  WITHOUT_DEFAULTS,
  /** Relative paths stay relative: to the project's directory, also those of included and extended files. */
  RELATIVE_PATHS,
  /** Files with environment variables of services are not read. */
  WITHOUT_SERVICE_ENVIRONMENT,
  /** What is only implied stays out: the default network, names of resources, dependencies that follow from links. */
  WITHOUT_NORMALIZATION,
  /** References between services and resources are not checked. */
  WITHOUT_CONSISTENCY,
  /** It is an error if nobody named the project; without this it is called like its directory. */
  NAME_REQUIRED,
  /** The lists of files with variables and labels are left out when these are read. */
  DROP_READ_FILES,
  /** Networks, volumes, secrets, configs and models that no service uses are left out. */
  DROP_UNUSED,
  /** Sources of mounts such as {@code C:\data} become {@code /c/data}. */
  CONVERT_WINDOWS_PATHS,
  /** Names of environment variables that differ only in case are the same, as on Windows. */
  IGNORE_VARIABLE_CASE
}
