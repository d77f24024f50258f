using System.Threading.Channels;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>The driver's events in their order; each has to be asked for, so that one too many is seen.</summary>
internal sealed class HypervisorNews : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Channel<HypervisorEvent> _events = Channel.CreateUnbounded<HypervisorEvent>();
    private readonly IDisposable _subscription;

    public HypervisorNews(IHypervisor hypervisor) =>
        _subscription = hypervisor.Subscribe(@event => _events.Writer.TryWrite(@event));

    /// <summary>Waits for the next event, which has to be of this type.</summary>
    public async Task<T> NextAsync<T>()
        where T : HypervisorEvent
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Bound);
        try
        {
            return Assert.IsType<T>(await _events.Reader.ReadAsync(timeout.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"within {Bound} expected {typeof(T).Name}; there was no event");
        }
    }

    public void RequireNoMore() => Assert.False(_events.Reader.TryPeek(out var more), $"there was one more: {more}");

    public void Dispose() => _subscription.Dispose();
}
