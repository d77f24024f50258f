namespace Orchestrator.Libvirt.Calls;

/// <summary>One thread that takes calls until it is written off.</summary>
internal sealed class CallThread(CallThreads threads)
{
    /// <summary>The call that it runs; the owner's lock guards this and the next one.</summary>
    public Call? Current { get; set; }

    /// <summary>Its call holds it for too long.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Another thread has its place; it ends when its call returns.</summary>
    public bool IsWrittenOff { get; set; }

    public void Start() => new Thread(Loop) { IsBackground = true, Name = "libvirt call" }.Start();

    private void Loop()
    {
        while (threads.Take(this) is { } call)
        {
            call.Run();
            threads.Return(this, call);
        }
    }
}
