using Orchestrator.Core.Machines;

namespace Orchestrator.Drivers.Hypervisor;

/// <summary>What is to be cloned.</summary>
/// <param name="Machine">The machine; its slot's console port becomes the SPICE port on 127.0.0.1.</param>
/// <param name="GoldenImage">Name of the golden domain.</param>
/// <param name="Base">The golden disk as recorded at the pool's first clone; a different one on disk fails the
/// clone.</param>
public sealed record CloneOrder(MachineName Machine, string GoldenImage, GoldenImageIdentity Base);
