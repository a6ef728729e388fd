using Yagura.Events;

namespace Yagura.Intake.Sources;

/// <summary>Who a peer is.</summary>
/// <param name="Source">The source's id.</param>
/// <param name="Identity">How it is known.</param>
/// <param name="Relay">Whether the host in its headers is believed.</param>
public sealed record Sender(string Source, SenderIdentity Identity, bool Relay);
