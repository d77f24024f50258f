using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Persistence;

/// <summary>Writes a value of Core as the text that a person would write.</summary>
public abstract class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString() ?? throw new JsonException($"a {typeof(T).Name} cannot be null"));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value!.ToString());
}

public sealed class PoolNameConverter() : TextConverter<PoolName>(PoolName.Parse);

public sealed class MachineIdConverter() : TextConverter<MachineId>(MachineId.Parse);

public sealed class SessionIdConverter() : TextConverter<SessionId>(SessionId.Parse);

public sealed class KioskAddressConverter() : TextConverter<KioskAddress>(KioskAddress.Parse);

public sealed class MachineNameConverter() : TextConverter<MachineName>(Parse)
{
    private static MachineName Parse(string text) =>
        MachineName.TryParse(text, out var name) ? name : throw new JsonException($"'{text}' is no machine's name");
}

public sealed class NodeNameConverter() : TextConverter<NodeName>(NodeName.Parse);
