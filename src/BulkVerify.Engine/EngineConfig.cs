using Akka.Configuration;

namespace BulkVerify.Engine;

/// <summary>HOCON of the engine's actor system.</summary>
internal static class EngineConfig
{
    public const string WorkerDispatcher = "bulkverify.worker-dispatcher";

    public static Config For(int threads) => ConfigurationFactory.ParseString($$"""
        akka {
          # What fails comes back as the outcome of the run; a log would show its stack trace to users.
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.ask-timeout = 30s
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.phases.actor-system-terminate.timeout = 25s
          stream.materializer {
            initial-input-buffer-size = 1
            max-input-buffer-size = 2
          }
        }
        {{WorkerDispatcher}} {
          type = ForkJoinDispatcher
          throughput = 1
          dedicated-thread-pool {
            thread-count = {{threads}}
            threadtype = background
          }
        }
        """);
}
