package dev.slipway.run;

import java.util.ArrayList;
import java.util.List;

/** The sockets that are served for one run. */
final class Agents implements AutoCloseable {
  private final List<AgentProxy> proxies = new ArrayList<>();

  private Agents() {}

  /** Serves them all or none. */
  static Agents serve(Workspace workspace, WorkspaceFiles files) {
    Agents agents = new Agents();
    boolean served = false;
    try {
      for (WorkspaceFiles.Served socket : files.sockets()) {
        agents.proxies.add(
            AgentProxy.serve(socket.agent(), workspace.directory().resolve(Layout.FILES), socket.name(), Supervised.threads()));
      }
      served = true;
      return agents;
    } finally {
      if (!served) {
        agents.close();
      }
    }
  }

  @Override
  public void close() {
    proxies.forEach(AgentProxy::close);
  }
}
