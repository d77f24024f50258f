using Orchestrator.Relay.Spice;

namespace Orchestrator.Relay.Tests.Spice;

public sealed class SpiceLinkTests
{
    private const int SizeAt = 12;
    private const int CommonsAt = 6;
    private const int ChannelsAt = 10;
    private const int OffsetAt = 14;
    private const int ReplyCommonsAt = 166;
    private const int ReplyOffsetAt = 174;

    [Theory]
    [InlineData(18u, true)]
    [InlineData(4096u, true)]
    [InlineData(0u, false)]
    [InlineData(17u, false)]
    [InlineData(4097u, false)]
    [InlineData(0x8000_0000u, false)]
    [InlineData(uint.MaxValue, false)]
    public void Header_OfSize_IsReadWithinLimits(uint size, bool isGood) =>
        Assert.Equal(isGood ? (int)size : null, SpiceLink.ReadHeader(SpiceBytes.Header(size)));

    [Fact]
    public void Header_OfAnotherProtocol_IsRefused()
    {
        Assert.Null(SpiceLink.ReadHeader(SpiceBytes.Header(26, magic: "GET ")));
        Assert.Null(SpiceLink.ReadHeader(SpiceBytes.Header(26, magic: "REDX")));
        Assert.Null(SpiceLink.ReadHeader(SpiceBytes.Header(26, major: 1)));
        Assert.Null(SpiceLink.ReadHeader(SpiceBytes.Header(26, major: 3)));
    }

    [Fact]
    public void Message_OfRealClient_NamesChannelAndCapabilities()
    {
        Assert.Equal(((byte)1, 0x0Bu), SpiceLink.ReadMessage(Body(SpiceBytes.MainLink)));
        Assert.Equal(((byte)3, 0x0Bu), SpiceLink.ReadMessage(Body(SpiceBytes.InputsLink)));
    }

    [Theory]
    [InlineData(CommonsAt, 1025u)]
    [InlineData(CommonsAt, uint.MaxValue)]
    [InlineData(ChannelsAt, 1025u)]
    [InlineData(ChannelsAt, uint.MaxValue)]
    [InlineData(CommonsAt, 2u)]
    [InlineData(ChannelsAt, 1u)]
    [InlineData(OffsetAt, 17u)]
    [InlineData(OffsetAt, 19u)]
    [InlineData(OffsetAt, uint.MaxValue)]
    [InlineData(OffsetAt, uint.MaxValue - 3)]
    public void Message_NumberOutOfRange_IsRefused(int at, uint value)
    {
        var body = Body(SpiceBytes.InputsLink);
        Assert.NotNull(SpiceLink.ReadMessage(body));

        SpiceBytes.U32(value).CopyTo(body, at);

        Assert.Null(SpiceLink.ReadMessage(body));
    }

    [Fact]
    public void Message_WithoutCapabilities_IsGoodWhateverItsOffset()
    {
        var body = Body(SpiceBytes.InputsLink)[..SpiceLink.MessageBytesMin];
        SpiceBytes.U32(0).CopyTo(body, CommonsAt);
        SpiceBytes.U32(uint.MaxValue).CopyTo(body, OffsetAt);

        Assert.Equal(((byte)3, 0u), SpiceLink.ReadMessage(body));
    }

    [Theory]
    [InlineData(ReplyCommonsAt, 1025u)]
    [InlineData(ReplyCommonsAt, 2u)]
    [InlineData(ReplyOffsetAt, 177u)]
    [InlineData(ReplyOffsetAt, 179u)]
    [InlineData(ReplyOffsetAt, uint.MaxValue)]
    public void Reply_NumberOutOfRange_IsRefused(int at, uint value)
    {
        var body = Body(SpiceBytes.Reply);
        Assert.Equal((0u, SpiceBytes.UsualCapabilities), SpiceLink.ReadReply(body));

        SpiceBytes.U32(value).CopyTo(body, at);

        Assert.Null(SpiceLink.ReadReply(body));
    }

    [Fact]
    public void Reply_ShorterThanItsFixedPart_IsRefused() =>
        Assert.Null(SpiceLink.ReadReply(Body(SpiceBytes.Reply).AsSpan(..177)));

    [Fact]
    public void Reply_WithError_NamesIt() =>
        Assert.Equal((7u, 0u), SpiceLink.ReadReply(Body(SpiceBytes.LinkReply(error: 7, capabilities: 0))));

    [Fact]
    public void Probe_IsAMessageThatTheReaderAccepts()
    {
        var probe = SpiceLink.ProbeMessage.ToArray();

        Assert.Equal(probe.Length - SpiceLink.HeaderBytes, SpiceLink.ReadHeader(probe));
        Assert.Equal(((byte)1, SpiceBytes.UsualCapabilities), SpiceLink.ReadMessage(Body(probe)));
    }

    /// <summary>The body, after a check that the header announces exactly it.</summary>
    private static byte[] Body(byte[] link)
    {
        var body = link[SpiceLink.HeaderBytes..];
        Assert.Equal(body.Length, BitConverter.ToInt32(link, SizeAt));
        return body;
    }
}
