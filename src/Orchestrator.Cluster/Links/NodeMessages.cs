using System.Text.Json.Serialization;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Cluster.Links;

/// <summary>
/// What nodes say to each other on a link, version 1 (the version is agreed on in the TLS handshake, see
/// <see cref="NodeTrust"/>): frames of a length of 4 bytes, most significant first, and that many bytes of JSON. The
/// node that calls is the one that kiosks reached, the called one has machines. The first message of a link is
/// <see cref="Hello"/>, <see cref="OpenConsole"/> or <see cref="FetchImage"/>. A member that a reader does not know is
/// skipped, so that the next version may add some; a message that it does not know ends the link.
/// </summary>
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(ClaimMachine), "claim")]
[JsonDerivedType(typeof(TouchClaim), "touch")]
[JsonDerivedType(typeof(EndClaim), "end")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(ClaimKept), "kept")]
[JsonDerivedType(typeof(ClaimRefused), "refused")]
[JsonDerivedType(typeof(ClaimLost), "lost")]
[JsonDerivedType(typeof(ClaimReturned), "returned")]
[JsonDerivedType(typeof(ClaimGone), "gone")]
[JsonDerivedType(typeof(ClaimChannels), "channels")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(OpenConsole), "console")]
[JsonDerivedType(typeof(ConsoleOpened), "opened")]
[JsonDerivedType(typeof(FetchImage), "fetchImage")]
[JsonDerivedType(typeof(ImageOffered), "image")]
[JsonDerivedType(typeof(ImageMissing), "noImage")]
public abstract record NodeMessage;

/// <summary>The caller's link for claims begins; an earlier one of the same node counts no more.</summary>
/// <param name="Held">Every machine of the called node that the caller has in mind; all other claims of its are
/// over.</param>
public sealed record Hello(IReadOnlyList<HeldMachine> Held) : NodeMessage;

/// <summary>A machine that a session of the caller has or had.</summary>
/// <param name="Session">The session.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Ended">Whether the session will not use it any more.</param>
/// <param name="Touched">Whether the kiosk may have used its console.</param>
public sealed record HeldMachine(SessionId Session, MachineName Machine, bool Ended, bool Touched);

/// <summary>The session wants a machine; repeated, it is the same claim. Answered by <see cref="ClaimKept"/> or
/// <see cref="ClaimRefused"/>.</summary>
public sealed record ClaimMachine(PoolName Pool, SessionId Session, KioskAddress Kiosk) : NodeMessage;

/// <summary>The kiosk uses the console.</summary>
public sealed record TouchClaim(SessionId Session, MachineName Machine) : NodeMessage;

/// <summary>The session will not use the machine any more, or, without a machine, does not wait for its claim's answer
/// any more. Answered by <see cref="ClaimReturned"/>, <see cref="ClaimGone"/> or <see cref="ClaimRefused"/>.</summary>
public sealed record EndClaim(PoolName Pool, SessionId Session, MachineName? Machine, bool Touched) : NodeMessage;

/// <summary>The caller lives.</summary>
public sealed record Ping : NodeMessage;

/// <summary>The machine is the session's: the owner's journal says so.</summary>
public sealed record ClaimKept(SessionId Session, MachineName Machine) : NodeMessage;

public sealed record ClaimRefused(SessionId Session) : NodeMessage;

/// <summary>The session has this machine no longer.</summary>
public sealed record ClaimLost(SessionId Session, MachineName Machine) : NodeMessage;

/// <summary>The machine is back, untouched.</summary>
public sealed record ClaimReturned(SessionId Session, MachineName Machine) : NodeMessage;

/// <summary>The machine was verified to be gone.</summary>
public sealed record ClaimGone(SessionId Session, MachineName Machine) : NodeMessage;

/// <summary>Console channels that the owner's hypervisor sees open.</summary>
public sealed record ClaimChannels(SessionId Session, MachineName Machine, int Open) : NodeMessage;

/// <summary>The called node lives.</summary>
public sealed record Pong : NodeMessage;

/// <summary>This link is one connection to the console of a claimed machine. Answered by <see cref="ConsoleOpened"/>
/// and then by the machine's bytes; or closed.</summary>
public sealed record OpenConsole(SessionId Session, MachineName Machine) : NodeMessage;

public sealed record ConsoleOpened : NodeMessage;

/// <summary>This link is for the disk of a golden image. Answered by <see cref="ImageOffered"/> and then by the bytes
/// from the offset on; or by <see cref="ImageMissing"/>.</summary>
public sealed record FetchImage(string GoldenImage, long Offset) : NodeMessage;

/// <summary>The image follows.</summary>
/// <param name="DomainXml">Definition of its domain.</param>
/// <param name="Format">Format of its disk, <c>qcow2</c> or <c>raw</c>.</param>
/// <param name="Bytes">Size of the whole disk as a file.</param>
public sealed record ImageOffered(string DomainXml, string Format, long Bytes) : NodeMessage;

public sealed record ImageMissing(string Detail) : NodeMessage;
