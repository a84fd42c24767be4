namespace Sluice.Domain.Access;

/// <summary>What a person or a program is trusted with. The wire name is lower snake case.</summary>
public enum Role
{
    /// <summary>Sees everything of the tenant.</summary>
    Viewer,

    /// <summary>Writes notes.</summary>
    Contributor,

    /// <summary>Gives orders to deployments and adds releases.</summary>
    Operator,

    /// <summary>Answers gates and rollback questions.</summary>
    Approver,

    /// <summary>Reads and exports the audit log.</summary>
    Auditor,

    /// <summary>May do everything; who may approve what they asked for themselves is the gate's rule, not a matter of roles.</summary>
    Administrator,
}
