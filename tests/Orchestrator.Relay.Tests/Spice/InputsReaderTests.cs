using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Relay.Spice;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Relay.Tests.Spice;

public sealed class InputsReaderTests
{
    private const uint AuthSelection = 1;
    private const uint MiniHeader = 8;
    private const int Cases = 2_000;

    private static readonly KioskMessage[] Persons =
    [
        KioskMessage.KeyDown, KioskMessage.KeyUp, KioskMessage.KeyScancode, KioskMessage.MouseMotion,
        KioskMessage.MousePosition, KioskMessage.MousePress, KioskMessage.MouseRelease,
    ];

    /// <summary>
    /// The relay sees a stream, not messages: wherever the network cuts it, the same inputs are counted.
    /// </summary>
    [Fact]
    public void AnyMessages_CutAnywhere_CountWhatAPersonDid() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(Streams().ToArbitrary(), IsCounted));

    [Theory]
    [InlineData(InputsReader.MessageBytesMax, false)]
    [InlineData(InputsReader.MessageBytesMax + 1, true)]
    [InlineData(uint.MaxValue, true)]
    public void Message_OfSize_IsFollowedWithinTheLimit(uint size, bool isLost)
    {
        var reader = NewReader(SpiceBytes.UsualCapabilities, SpiceBytes.UsualCapabilities);
        reader.Read(SpiceBytes.Ticket);

        reader.Read(SpiceBytes.MiniHeader((ushort)KioskMessage.MouseMotion, size));

        Assert.Equal(isLost, reader.IsLost);
    }

    [Fact]
    public void Mechanism_OtherThanTheTicket_CannotBeFollowed()
    {
        var reader = NewReader(SpiceBytes.UsualCapabilities, SpiceBytes.UsualCapabilities);

        reader.Read([2, 0, 0, 0]);

        Assert.True(reader.IsLost, "SASL's messages are of any length: what follows cannot be told apart");
    }

    [Fact]
    public void Lost_WhateverFollows_CountsNothing()
    {
        var reader = NewReader(SpiceBytes.UsualCapabilities, SpiceBytes.UsualCapabilities);
        reader.Read([2, 0, 0, 0]);

        Assert.Equal(0, reader.Read(SpiceBytes.Mini(KioskMessage.KeyDown)));
    }

    private static bool IsCounted(ClientStream stream)
    {
        var reader = NewReader(stream.ClientCapabilities, stream.ServerCapabilities);
        byte[] ticket = (stream.ClientCapabilities & AuthSelection) != 0
            ? SpiceBytes.Ticket
            : SpiceBytes.Ticket[sizeof(uint)..];
        var isMini = (stream.ClientCapabilities & stream.ServerCapabilities & MiniHeader) != 0;
        byte[] bytes =
        [
            .. ticket,
            .. stream.Messages.SelectMany(message => isMini ? SpiceBytes.Mini(message) : SpiceBytes.Full(message)),
        ];
        var counted = 0;
        var at = 0;
        foreach (var cut in stream.Cuts)
        {
            var take = Math.Min(cut, bytes.Length - at);
            counted += reader.Read(bytes.AsSpan(at, take));
            at += take;
        }

        counted += reader.Read(bytes.AsSpan(at));
        return !reader.IsLost && counted == stream.Messages.Count(Persons.Contains);
    }

    private static InputsReader NewReader(uint clientCapabilities, uint serverCapabilities)
    {
        var reply = new LinkReplyReader();
        var bytes = SpiceBytes.LinkReply(error: 0, serverCapabilities);
        foreach (var one in bytes)
        {
            reply.Read([one]);
        }

        Assert.True(reply.IsDone, $"a link reply of {bytes.Length} bytes was not seen whole");
        return new InputsReader(clientCapabilities, reply);
    }

    private static Gen<ClientStream> Streams() =>
        from client in Gen.Elements(0x0Bu, 0x0Au, 0x03u, 0x02u)
        from server in Gen.Elements(0x0Bu, 0x03u)
        from messages in Gen.Elements(Enum.GetValues<KioskMessage>()).ListOf()
        from cuts in Gen.Choose(0, 40).ListOf()
        select new ClientStream(client, server, [.. messages], [.. cuts]);

    private sealed record ClientStream(
        uint ClientCapabilities,
        uint ServerCapabilities,
        IReadOnlyList<KioskMessage> Messages,
        IReadOnlyList<int> Cuts)
    {
        public override string ToString() =>
            $"client {ClientCapabilities:X}, server {ServerCapabilities:X}, messages {string.Join(' ', Messages)}, "
                + $"cut after {string.Join(' ', Cuts)} bytes";
    }
}
