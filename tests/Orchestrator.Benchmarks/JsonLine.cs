using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Benchmarks;

/// <summary>One benchmark's result as one line.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Of(string benchmark, object result)
    {
        var line = new JsonObject { ["benchmark"] = benchmark };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(result, Options)!.AsObject().ToList())
        {
            line[name] = value?.DeepClone();
        }

        return line.ToJsonString();
    }
}
