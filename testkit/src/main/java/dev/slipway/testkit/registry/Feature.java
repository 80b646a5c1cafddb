package dev.slipway.testkit.registry;

/** What a registry may do or leave undone without leaving the distribution specification. */
public enum Feature {
  /** An index may name manifests that are not in the repository. */
  SPARSE_INDEXES,
  /** Blobs of other repositories can be mounted. */
  MOUNT,
  /** Blobs can be mounted without saying from where. */
  MOUNT_FROM_ANYWHERE,
  /** Manifests can be deleted by digest. */
  MANIFEST_DELETION,
  /** Tags can be deleted. */
  TAG_DELETION,
  /** Blobs can be deleted. */
  BLOB_DELETION,
  /** The referrers of a manifest are listed. */
  REFERRERS,
  /** A blob can be sent with the very request that opens an upload; without this, it is answered with 202. */
  SINGLE_POST,
  /** Parts of a blob can be asked for. */
  RANGES,
  /** {@code Docker-Content-Digest} is sent. */
  DIGEST_HEADER,
  /** Tags can be set by parameters when a manifest is pushed by digest. */
  TAG_PARAMETERS,
  /** {@code Location} is an absolute address; without this, a path. */
  ABSOLUTE_LOCATIONS,
  /** The location of an upload has a query that changes with each request and is required, as in cloud storage. */
  LOCATION_STATE
}
