//! Who works for the operator.

use countersign_core::people::{ContactKind, Staff};

use crate::world::World;

pub async fn staff(world: &World) {
    let mut new = world.new_person("olga@example.com");
    new.staff = Some(Staff::Operator);
    let (email, now) = (world.contact(ContactKind::Email, "olga@example.com"), world.now());
    let customer = world.person("customer@example.com").await.id;
    let id = new.id.clone();
    world
        .write(async move |tx| {
            assert!(tx.person_insert(&new).await?);
            assert!(tx.contact_insert(&id, &email, 0, now).await?);
            assert_eq!(tx.staff_of(&id).await?, Some(Staff::Operator));
            assert_eq!(tx.staff_of(&customer).await?, None);
            let stored = tx.person_read(&id).await?.expect("there");
            assert_eq!(stored.person.staff, Some(Staff::Operator));

            assert!(!tx.staff_disable(&customer).await?, "a customer is no matter of this");
            assert!(tx.staff_disable(&id).await?);
            assert!(!tx.staff_disable(&id).await?, "once");
            assert!(tx.person_read(&id).await?.is_none());
            assert_eq!(tx.staff_of(&id).await?, Some(Staff::Operator), "disabled or not");
            let listed = tx.staff_list().await?;
            assert_eq!(listed.len(), 1);
            assert_eq!(
                (listed[0].email.as_str(), listed[0].is_active),
                ("olga@example.com", false)
            );
            assert!(!listed[0].has_second_factor);
            assert!(tx.staff_enable(&id).await? && !tx.staff_enable(&id).await?);
            assert!(!tx.staff_enable(&customer).await?);
            Ok(())
        })
        .await;
}
